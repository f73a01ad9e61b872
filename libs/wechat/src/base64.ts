/** The bytes, or null unless the text is canonical base64: Node skips what it does not understand. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
