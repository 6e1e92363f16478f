/** Checks that each folder of src imports only what the architecture allows, and that nothing but edges names a platform. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { packageRoot } from '../src/platform/package-root.node.ts';
import { mayImport } from './folders.ts';

const runtimePackages = ['onnxruntime-node', 'onnxruntime-web', '@rdkit/rdkit'];

const root = packageRoot();
const source = join(root, 'src');
const page = join(root, 'web');
const problems = [
  ...filesOf(source).flatMap((path) => problemsOf(path, readFileSync(join(source, path), 'utf8'))),
  ...['scripts', 'bench'].flatMap((folder) =>
    filesOf(join(root, folder)).flatMap((path) => problemsOfTools(folder, path)),
  ),
  ...filesOf(page).flatMap((path) => problemsOfPage(path, readFileSync(join(page, path), 'utf8'))),
];

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'imports follow the architecture' : `${problems.length} imports do not`);
process.exitCode = problems.length === 0 ? 0 : 1;

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !path.startsWith(`dist${sep}`),
  );
}

/** The page knows the library by its public entry alone, and what people see knows the engine by client and protocol alone. */
function problemsOfPage(path: string, text: string): string[] {
  const isEngine = path.startsWith(`engine${sep}`);
  return importsOf(text).flatMap((imported) => {
    if (!imported.startsWith('.')) return [];
    const target = relative(page, join(page, dirname(path), imported)).split(sep);
    if (target[0] === '..' && target[1] === 'src' && target.join('/') !== '../src/index.web.ts') {
      return [`web/${path} imports ${imported}: the page may import src/index.web.ts only`];
    }
    const isInside = target[0] === 'engine' && !isEngine && !['client.ts', 'protocol.ts'].includes(target[1]!);
    return isInside ? [`web/${path} imports ${imported}: outside web/engine only its client.ts and protocol.ts`] : [];
  });
}

/** Scripts know nothing of the benchmarks, and these of the scripts only what both share. */
function problemsOfTools(folder: string, path: string): string[] {
  return importsOf(readFileSync(join(root, folder, path), 'utf8')).flatMap((imported) => {
    const target = relative(root, join(root, folder, dirname(path), imported))
      .split(sep)
      .join('/');
    const isWrong = folder === 'scripts' ? target.startsWith('bench/') : /^scripts\/(?!shared\/)/.test(target);
    return imported.startsWith('.') && isWrong
      ? [`${folder}/${path} imports ${imported}: bench and scripts share scripts/shared`]
      : [];
  });
}

function problemsOf(path: string, text: string): string[] {
  const isEdge = /\.(node|web)\.ts$/.test(path);
  const isTest = /\.test\.(helper\.)?ts$/.test(path);
  const folder = path.split(sep)[0]!;
  return importsOf(text).flatMap((imported) => {
    if (imported.startsWith('.')) {
      const target = relative(source, join(source, dirname(path), imported)).split(sep);
      const isEntry = !path.includes(sep);
      if (target[0] === folder || isTest || isEntry) return [];
      const problem = problemOfTarget(folder, target);
      return problem ? [`src/${path} imports ${imported}: ${problem}`] : [];
    }
    const isPlatform = imported.startsWith('node:') || runtimePackages.includes(imported);
    const mayNamePlatform = isEdge || isTest || folder === 'cli';
    return isPlatform && !mayNamePlatform ? [`src/${path} imports ${imported}: only *.node.ts and *.web.ts may`] : [];
  });
}

/** target: the imported file's path below src, in parts. */
function problemOfTarget(folder: string, target: readonly string[]): string | undefined {
  if (!mayImport[folder]?.includes(target[0]!)) {
    return `${folder} may import ${mayImport[folder]?.join(', ') || 'nothing of ours'}`;
  }
  return target.length === 2 && /^index(\.node|\.web)?\.ts$/.test(target[1]!)
    ? undefined
    : `what the index of ${target[0]} does not export is private`;
}

/** What a file imports at run time; types of a platform package may be named anywhere. */
function importsOf(text: string): string[] {
  const withoutTypes = text.replace(/import type [^;]*from '[^.][^']*';/g, '');
  return [...withoutTypes.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}
