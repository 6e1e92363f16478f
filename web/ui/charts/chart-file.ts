/** A chart of the page as a file: an SVG that needs no style sheet, or a PNG at three times its size. */
import { svgUrl } from '../../engine/client.ts';

/** What the style sheet says of the parts of a chart. */
const styled = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-opacity'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor'],
];
const pngScale = 3;

/** The drawing as it is on the page, in its present colors and on its ground. It has to be in the document. */
function standaloneSvg(svg: SVGSVGElement, title: string): string {
  const { width, height } = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const parts = [...svg.querySelectorAll('*')];
  [...copy.querySelectorAll('*')].forEach((part, index) => {
    inline(parts[index]!, part);
  });
  const make = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const ground = make('rect', { width: '100%', height: '100%', fill: groundOf(svg) });
  const name = make('title', {});
  name.textContent = title;
  copy.prepend(name, ground);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}

export function svgFile(svg: SVGSVGElement, title: string): Blob {
  return new Blob([standaloneSvg(svg, title)], { type: 'image/svg+xml' });
}

export async function pngFile(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.viewBox.baseVal;
  const image = new Image(width, height);
  image.src = svgUrl(standaloneSvg(svg, title));
  await image.decode();
  const canvas = new OffscreenCanvas(pngScale * width, pngScale * height);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of styled) to.setAttribute(name, style.getPropertyValue(name));
  to.removeAttribute('class');
}

/** The color behind the drawing. */
function groundOf(element: Element): string {
  return getComputedStyle(element).getPropertyValue('--surface').trim() || '#ffffff';
}
