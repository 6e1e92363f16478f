/** The examples around the service, each where its runtime is present. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { packageRoot } from '../src/platform/index.node.ts';
import { startOddService, type TestService } from '../src/service/service.test.helper.ts';
import { POST } from './next-route.ts';

const examples = join(packageRoot(), 'examples');
let service: TestService;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-examples-'));
  const apiKeyFile = join(folder, 'keys.txt');
  await writeFile(apiKeyFile, 'open sesame\n');
  service = await startOddService({ apiKeyFile });
  process.env.GRAPHSAM_URL = service.url;
  process.env.GRAPHSAM_KEY = 'open sesame';
});
after(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

async function ended(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (piece) => {
      text += piece;
    });
  }
  const [code] = await once(child, 'close');
  return { code, text };
}

const isThere = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

test('a table over curl', { skip: isThere('curl', '--version') ? false : 'curl is not installed' }, async () => {
  const [table, output] = [join(folder, 'table.csv'), join(folder, 'out.csv')];
  await writeFile(table, 'smiles,name\n1001,a\n1002,b\n');
  const { code, text } = await ended(spawn('sh', [join(examples, 'predict-table.sh'), table, output]));
  assert.equal(code, 0, text);
  assert.equal(await readFile(output, 'utf8'), 'smiles,name,logS_prediction,reason\n1001,a,1001,\n1002,b,1002,\n');
});

test('a route of Next.js hands a request on, and what the service says back', async () => {
  const ask = (body: object) => POST(new Request('http://site/', { method: 'POST', body: JSON.stringify(body) }));
  const { predictions } = (await (await ask({ smiles: ['1003'] })).json()) as {
    predictions: readonly { values: object }[];
  };
  assert.deepEqual(predictions[0]!.values, { logS_prediction: 1003 });
  assert.equal((await ask({ smiles: 5 })).status, 400);
});

const python = process.env.GRAPHSAM_PYTHON ?? 'python3';
const hasStreamlit = isThere(python, '-c', 'import streamlit');

test('a page of Streamlit', { skip: hasStreamlit ? false : `${python} lacks streamlit` }, async () => {
  const program = `
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(${JSON.stringify(join(examples, 'streamlit_app.py'))}).run()
app.text_area[0].set_value("1004\\n1005").run()
app.button[0].click().run()
assert not app.exception, app.exception
print(app.dataframe[0].value["logS_prediction"].tolist())`;
  const { code, text } = await ended(spawn(python, ['-c', program]));
  assert.equal(code, 0, text);
  assert.match(text, /\[1004(\.0)?, 1005(\.0)?\]/);
});
