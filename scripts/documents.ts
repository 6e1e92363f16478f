/** What the project's Markdown files point to: links, commands and files, for documents.test.ts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { packageRoot } from '../src/platform/package-root.node.ts';

export const root = packageRoot();

export interface Document {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

export function documents(): Document[] {
  const folders = ['docs', 'python', 'recipes', 'results', 'src', 'web'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return [...readdirSync(root), ...folders]
    .filter((path) => /(?<!\.template)\.md$/.test(path) && !/node_modules|^web.dist|^docs.api.site/.test(path))
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

interface Link {
  readonly target: string;
  readonly heading: string | undefined;
  /** Written as an address of the repository. */
  readonly inRepository: boolean;
}

/** What is in the repository and not in the package is linked there: documents are read from either. */
const repositoryFile = /^https:\/\/github\.com\/graphsam\/graphsam\/(?:blob|tree)\/main\//;

/** Paths from the root that a document links to, with the part behind # apart. */
export function linksOf({ path, text }: Document): Link[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) => {
    const inRepository = repositoryFile.test(link!);
    if (/^[a-z]+:/.test(link!) && !inRepository) return [];
    const [file, heading] = decodeURI(link!).split('#') as [string, string?];
    if (file === '') return [{ target: path, heading, inRepository }];
    const from = inRepository ? root : join(root, dirname(path));
    const target = relative(root, join(from, file.replace(repositoryFile, '')))
      .split(sep)
      .join('/');
    return [{ target, heading, inRepository }];
  });
}

/** What a heading is linked by: its words in small letters, joined by hyphens. */
export function anchorsOf({ text }: Document): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Documents that can be reached from one by links; a link to a folder reaches all in it. */
export function reachableFrom(start: string, all: readonly Document[]): Set<string> {
  const reached = new Set([start]);
  for (const path of reached) {
    const document = all.find((each) => each.path === path);
    for (const { target } of document ? linksOf(document) : []) {
      for (const { path: other } of all) if (other === target || other.startsWith(`${target}/`)) reached.add(other);
    }
  }
  return reached;
}

/** Files named in backticks, as `vector.ts` or `ops/divide.ts`; NAME stands for any. */
export function filesNamedIn({ text }: Document): string[] {
  return [...text.matchAll(/`([\w./-]+\.(?:node\.|web\.|test\.)?tsx?)`/g)]
    .map(([, name]) => name!)
    .filter((name) => !/NAME|\/dist\/|^\./.test(name));
}

/** Whether a document may call a file so: by the end of its path, in the document's folder or from the root; outside of src anywhere. */
export function isFile(name: string, { path }: Document): boolean {
  const folder = dirname(path);
  const isPage = /^(src|web)\//.test(path);
  const searched = isPage ? [folder] : ['src', 'web', 'scripts', 'bench', 'test', 'examples'];
  const files = searched.flatMap((where) => readdirSync(join(root, where), { recursive: true, encoding: 'utf8' }));
  return (
    ['src', '.'].some((where) => existsSync(join(root, where, name))) ||
    files.some((file) => `/${file.split(sep).join('/')}`.endsWith(`/${name}`))
  );
}

/** Modules whose address, not whose name, is given somewhere: what runs in threads, processes and workers. As `FILE calls MODULE`. */
export function servedModules(): string[] {
  const files = ['src', 'web'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return files
    .filter((path) => /\.ts$/.test(path) && !/\.test\.|node_modules|^src.platform.rpc|^web.build/.test(path))
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/new URL\('(\.[^']+\.[jt]s)', import\.meta\.url\)/g)].map(
        ([, address]) => `${path} calls ${join(dirname(path), address!).replace(/\.js$/, '.ts')}`,
      ),
    )
    .map((line) => line.split(sep).join('/'));
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}
