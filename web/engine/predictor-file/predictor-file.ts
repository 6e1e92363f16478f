/**
 * One HTML file that predicts: a model, RDKit and ONNX Runtime packed inside, and a script that needs nothing else (web/predictor). It
 * opens from a disk, without a server and without a network.
 */
import { markup, toBase64 } from '../../../src/index.web.ts';
import predictorStyle from '../../predictor/predictor.css?inline';
import type { PredictorFileInput } from '../protocol.ts';
import { runtimeBytes } from '../site-files.ts';

export async function predictorFile({ model, title, facts }: PredictorFileInput): Promise<Blob> {
  const [{ script, licenses }, { rdkit, onnxruntime }] = await Promise.all([
    // A megabyte that only this needs.
    import('virtual:predictor-script'),
    runtimeBytes(),
  ]);
  const packed = await Promise.all([part('model', model), part('rdkit', rdkit), part('onnxruntime', onnxruntime)]);
  const list = facts.map((fact) => `<li>${escaped(fact)}</li>`).join('');
  const pieces = [
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<link rel="icon" href="data:,"><title>${escaped(title)}</title><style>${predictorStyle}</style></head>`,
    `<body><main><h1>${escaped(title)}</h1><ul id="facts">${list}</ul><div id="predictor"></div>`,
    `<details><summary>Licenses of the software in this file</summary><pre tabindex="0">${escaped(licenses)}</pre></details></main>`,
    ...packed,
    // Nothing in a script may look like its end.
    `<script type="module" id="script">${script.replace(/<\/(script)/gi, '<\\/$1')}</script></body></html>\n`,
  ];
  return new Blob(pieces, { type: 'text/html' });
}

/** Nothing is requested or sent anywhere. The worker is made from the page's own script, and RDKit makes its bindings from texts. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'";

async function part(id: string, content: Blob): Promise<string> {
  const stream = content.stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return `<script type="text/plain" id="${id}">${toBase64(bytes)}</script>`;
}

const escaped = (text: string): string => String(markup`${text}`);
