/** The part of WebAssembly that `pcre2.ts` uses; TypeScript knows it only together with the browser's types. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Table {
    readonly length: number;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: unknown;
  }
  const Module: new (bytes: Uint8Array) => Module;
  const Memory: new (limits: { initial: number; maximum: number }) => Memory;
  const Table: new (limits: { initial: number; maximum: number; element: "anyfunc" }) => Table;
  const Instance: new (module: Module, imports: Record<string, Record<string, unknown>>) => Instance;
}
