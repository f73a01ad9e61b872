/**
 * In what a JSON schema asks less, or something else, of a document than an earlier one did: a list of sentences, empty
 * when whoever understood all that the earlier one allows understands the later one too. Fields may be added.
 */
export function incompatibilities(earlier, later, at = 'payload') {
  const found = [];
  const say = (what) => found.push(`${at} ${what}`);
  for (const word of ['type', 'const', 'format', 'pattern']) {
    if (earlier[word] !== undefined && earlier[word] !== later[word])
      say(`has the ${word} ${later[word]}, and had ${earlier[word]}`);
  }
  if (earlier.enum) {
    const more = (later.enum ?? [later.const ?? 'anything']).filter((value) => !earlier.enum.includes(value));
    if (more.length > 0) say(`may also be ${more.join(', ')}`);
  }
  for (const name of earlier.required ?? []) {
    if (!later.required?.includes(name)) say(`need not have ${name} any more`);
  }
  for (const [name, schema] of Object.entries(earlier.properties ?? {})) {
    const now = later.properties?.[name];
    if (now) found.push(...incompatibilities(schema, now, `${at}.${name}`));
    else say(`has no ${name} any more`);
  }
  if (earlier.items) found.push(...incompatibilities(earlier.items, later.items ?? {}, `${at}[]`));
  return found;
}

/** The same for the messages of two AsyncAPI documents: a version that was raised may bring anything. */
export function incompatibleMessages(earlier, later) {
  return Object.entries(earlier.components?.messages ?? {}).flatMap(([name, { payload }]) => {
    const now = later.components.messages[name]?.payload;
    if (!now) return [`${name} is gone: who hears of it? Then remove it from the document by hand`];
    const [before, after] = [payload, now].map((one) => one.properties.dataversion.const);
    if (after > before) return [];
    return incompatibilities(payload, now, name);
  });
}
