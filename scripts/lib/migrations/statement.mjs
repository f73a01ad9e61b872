/** Quoted text, names in back quotes and comments; whichever begins first wins. */
const LEXEME = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`([^`]*)`|\/\*[\s\S]*?\*\/|(?:--\s|#)[^\n]*/g;
const APPROVAL = /^\/\*\s*contract\s+(\d+\.\d+\.\d+):\s*(\S[\s\S]*?)\s*\*\/$/;

/**
 * A statement as the rules read it.
 * @returns {{ text: string, approval: { since: string, because: string } | null }} `text`: without comments, on one line, every string as `''`;
 * `approval`: of the comment `contract 0.2.0: why`
 */
export function read(sql) {
  let approval = null;
  const text = sql.replace(LEXEME, (lexeme, name) => {
    if (name !== undefined) return name;
    // MySQL runs what stands in such a comment.
    if (lexeme.startsWith('/*!') || lexeme.startsWith('/*+')) return ' executable comment ';
    if (!/^['"]/.test(lexeme)) {
      const [, since, because] = APPROVAL.exec(lexeme) ?? [];
      if (since) approval = { since, because };
      return ' ';
    }
    return "''";
  });
  return { text: text.replace(/\s+/g, ' ').replace(/;\s*$/, '').trim(), approval };
}

/** Cuts at the commas that stand in no parentheses. */
export function cutAtCommas(text) {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}
