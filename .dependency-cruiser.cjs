/**
 * The arrows between the rooms of src/. A room may import itself, the leaves
 * (`leaves`) and the rooms named here; nothing else.
 * doc/internals/README.md says why.
 */
const arrows = {
  shm: [],
  engine: [],
  lua: ["engine"],
  samples: ["lua"],
  config: [],
  runtime: ["lua", "shm"],
  proxy: ["samples", "runtime", "shm", "config"],
  api: ["lua", "runtime", "shm", "proxy", "samples"],
  process: ["config", "proxy", "api", "runtime", "lua", "samples", "shm"],
  observe: ["process", "config", "proxy", "api", "runtime", "lua", "samples", "shm"],
  lab: ["process", "config", "proxy", "api", "runtime", "lua", "samples", "shm"],
  cli: ["lab", "observe", "process", "config", "proxy", "api", "runtime", "lua", "samples", "shm"],
};

const leaves = "^src/((errors|match-methods|members|time|x509-errors)\\.ts$|calendar/)";

module.exports = {
  forbidden: [
    {
      name: "no-circle",
      comment:
        "Types may describe each other (a stream its proxy, the proxy its streams); modules that run may not need each other. Between rooms the arrows below hold for types too.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "leaves-import-nothing-of-ours",
      severity: "error",
      from: { path: leaves },
      to: { path: "^src/", pathNot: "^src/calendar/" },
    },
    ...Object.entries(arrows).map(([room, may]) => ({
      name: `arrows-of-${room}`,
      severity: "error",
      from: { path: `^src/${room}/` },
      to: { path: "^src/", pathNot: [leaves, ...[room, ...may].map((name) => `^src/${name}/`)] },
    })),
    {
      name: "fengari-behind-the-engine",
      comment: "Only src/engine may see the Fengari package.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/engine/" },
      to: { path: "node_modules/fengari" },
    },
    {
      name: "mapping-behind-shm",
      comment: "Only src/shm maps memory.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/shm/" },
      to: { path: "node_modules/mmap-io" },
    },
    {
      name: "no-dev-dependency",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev"] },
    },
    { name: "not-resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
