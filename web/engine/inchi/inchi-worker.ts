/** The worker that reads InChI. It is started with the first one; its WebAssembly, 2 MB packed, comes with it. */
import makeIndigo from 'indigo-ketcher/binaryWasmNoRender';
import { MachineError, type PortLike, portChannel, serve } from '../../../src/index.web.ts';
import { convertInchi, type Indigo } from './convert-inchi.ts';

let opened: Promise<Indigo> | undefined;

function open(): Promise<Indigo> {
  const silent = (): void => undefined;
  opened ??= makeIndigo({ print: silent, printErr: silent }).catch((cause) => {
    opened = undefined;
    throw new MachineError({
      what: 'what reads InChI could not be loaded',
      advice:
        'Try again with a connection to the site. A page that graphsam serve opens has it where the package indigo-ketcher is installed. SMILES and molfiles need none of it.',
      cause,
    });
  });
  return opened;
}

export const handlers = {
  prepare: async () => {
    await open();
  },
  read: async ({ inchi }: { readonly inchi: string }) => convertInchi(await open(), inchi),
};

serve(portChannel(self as unknown as PortLike), handlers);
