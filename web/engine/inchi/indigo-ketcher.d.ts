/** The package has no types. */
declare module 'indigo-ketcher/binaryWasmNoRender' {
  /** Starts the toolkit; its WebAssembly is found beside the script. Texts of its log go to print and printErr. */
  export default function make(options: {
    readonly print: (text: string) => void;
    readonly printErr: (text: string) => void;
  }): Promise<import('./convert-inchi.ts').Indigo>;
}
