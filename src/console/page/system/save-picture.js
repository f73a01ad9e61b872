/** Hands a file to the person. */
function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const textOf = (svg) => new XMLSerializer().serializeToString(svg);

export function saveSvg(svg, name) {
  save(new Blob([textOf(svg)], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** Twice the size, so that it is sharp where it is shown. */
export async function savePng(svg, name) {
  const [width, height] = ['width', 'height'].map((side) => Number(svg.getAttribute(side)));
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(svg))}`;
  await image.decode();
  // What is higher than this no canvas takes.
  const scale = Math.min(2, 16_000 / height);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * scale, height * scale];
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  save(blob, `${name}.png`);
}
