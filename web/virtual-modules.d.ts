/** Modules that plugins of the build make. */
declare module 'virtual:predictor-script' {
  /** Source text of the predictor (web/build/predictor-script.ts). */
  export const script: string;
  /** License texts of the packages in it. */
  export const licenses: string;
}
