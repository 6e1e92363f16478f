/** The page at `/`: paste SMILES, see predictions; and every route with its summary. It needs nothing but itself. */
import { operations } from './openapi.ts';

const script = `
const form = document.querySelector('form');
const models = document.querySelector('select');
const result = document.querySelector('#result');
const cell = (row, name, text) => { const made = document.createElement(name); made.textContent = text ?? ''; row.append(made); };
const table = (predictions) => {
  const made = document.createElement('table');
  const names = Object.keys(predictions.find(({ values }) => values)?.values ?? {});
  const head = made.createTHead().insertRow();
  for (const name of ['SMILES', ...names, 'reason']) cell(head, 'th', name);
  const body = made.createTBody();
  for (const { smiles, values, reason } of predictions) {
    const row = body.insertRow();
    cell(row, 'th', smiles);
    for (const name of names) cell(row, 'td', values?.[name]);
    cell(row, 'td', reason);
  }
  return made;
};
const list = async () => {
  const { models: served } = await (await fetch('v2/models')).json();
  for (const { name } of served) models.append(new Option(name, name));
  const links = document.querySelector('#pages');
  for (const { name } of served) {
    const link = document.createElement('a');
    link.href = 'models/' + encodeURIComponent(name);
    link.textContent = name;
    links.append(link, ' ');
  }
};
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const smiles = form.smiles.value.split('\\n').map((line) => line.trim()).filter((line) => line !== '');
  result.textContent = 'Predicting ...';
  const body = JSON.stringify({ smiles, ...(models.value && { model: models.value }) });
  try {
    const response = await fetch('predict', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const answer = await response.json();
    if (response.ok) result.replaceChildren(table(answer.predictions));
    else result.textContent = answer.error;
  } catch {
    result.textContent = 'The service cannot be reached.';
  }
});
list();
`;

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
textarea { width: 100%; min-height: 8rem; font: 14px/1.4 ui-monospace, monospace; box-sizing: border-box; }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .25rem .75rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
#result td:last-child { min-width: 20rem; }
button, select { font: inherit; padding: .25rem .75rem; }
`;

/** hasPage: the page that draws molecules is served too. nonce: of the request, for the policy of contents. */
export function tryPage(nonce: string, hasPage: boolean): string {
  const rows = operations.map(
    ({ method, path, summary }) => `<tr><td><code>${method.toUpperCase()} ${path}</code></td><td>${summary}</td></tr>`,
  );
  const pages = hasPage
    ? '<p>Draw molecules and open the model in a page: <span id="pages"></span></p>'
    : '<p hidden id="pages"></p>';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>graphsam</title>
<style nonce="${nonce}">${style}</style></head><body>
<h1>Predictions of molecules</h1>
<form><label for="smiles">SMILES, one a line</label>
<textarea id="smiles" name="smiles" spellcheck="false">CCO
c1ccccc1C(=O)O</textarea>
<p><label>Model <select></select></label> <button>Predict</button></p></form>
<div id="result" aria-live="polite"></div>
${pages}
<h2>For programs</h2>
<p><a href="openapi.json">openapi.json</a> describes what each of these reads and gives.</p>
<table><tbody>${rows.join('')}</tbody></table>
<script nonce="${nonce}">${script}</script>
</body></html>`;
}
