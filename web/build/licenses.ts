/** The license texts of the packages of which code is in a bundle: each of them asks for its text beside the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Where texts are that a package does not carry itself. */
const ownTexts: Readonly<Record<string, string>> = {
  '@rdkit/rdkit': 'rdkit.txt',
  'onnxruntime-common': 'onnxruntime.txt',
  'onnxruntime-web': 'onnxruntime.txt',
  'worker-f': 'worker-f.txt',
};

/** What a bundler is about to write. */
type Bundle = Readonly<
  Record<string, { readonly type: 'asset' } | { readonly type: 'chunk'; readonly moduleIds: readonly string[] }>
>;

/** `[path of a package, its name]` in the path of a module. */
const inPackage = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** Folders of packages that modules are from, by the packages' names. */
export class BundledPackages {
  readonly #folders = new Map<string, string>();

  /** modules: their paths, as a bundler names them. */
  add(modules: Iterable<string>): void {
    for (const module of modules) {
      const found = inPackage.exec(module.replaceAll('\\', '/').replace(/^\0/, ''));
      if (found) this.#folders.set(found[2]!, found[1]!);
    }
  }

  addBundle(bundle: Bundle): void {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') this.add(file.moduleIds);
  }

  /** Throws where a package has no license text. */
  text(): string {
    const parts = [...this.#folders].sort(([left], [right]) => (left < right ? -1 : 1)).map(licenseOf);
    return parts.join(`\n${'-'.repeat(80)}\n\n`);
  }
}

/** Adds the packages of a build of its own (a worker, the predictor) to those of the site. */
export function collectPackages(packages: BundledPackages): Plugin {
  return {
    name: 'graphsam-collect-packages',
    generateBundle: (_, bundle) => packages.addBundle(bundle),
  };
}

/** Writes licenses.txt beside the page. */
export function siteLicenses(packages: BundledPackages): Plugin {
  const own = fileURLToPath(new URL('../../LICENSE', import.meta.url));
  return {
    name: 'graphsam-licenses',
    apply: 'build',
    generateBundle(_, bundle) {
      packages.addBundle(bundle);
      const source = `graphsam\n\n${readFileSync(own, 'utf8')}\nSoftware that this page contains, and its licenses:\n\n${packages.text()}`;
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source });
    },
  };
}

function licenseOf([name, folder]: [string, string]): string {
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.(md|txt))?$/i.test(each));
  const own = ownTexts[name] && fileURLToPath(new URL(`../licenses/${ownTexts[name]}`, import.meta.url));
  const path = file ? `${folder}/${file}` : own;
  if (path === undefined || !existsSync(path)) {
    throw new Error(`${name} is in the site and has no license text: add it to web/licenses`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(path, 'utf8').trim()}\n`;
}
