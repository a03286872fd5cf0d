/** Floors of the engine, lowest first: a file imports only from its own floor or a lower one. */
const floors = [
  '^engine/core/',
  '^engine/market/',
  '^engine/physics/',
  '^engine/signal/',
  '^engine/feeds/',
  '^engine/session/',
  '^engine/gateway/',
  '^engine/(worker\\.ts|cli/)',
];

const floorRules = floors.slice(0, -1).map((floor, index) => ({
  name: `floor-${index}-looks-down-only`,
  comment: 'Data goes one way: feed, merge and clock, market, physics, signal, sinks.',
  severity: 'error',
  from: { path: floor, pathNot: '\\.test\\.ts$' },
  to: { path: floors.slice(index + 1).join('|') },
}));

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-floors-import-no-host',
      comment: 'Floors 0 to 3 run anywhere: no Node, no Electron, no React.',
      severity: 'error',
      from: { path: '^engine/(core|market|physics|signal)/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-knows-no-host',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(renderer|electron)/|node_modules/(electron|react|react-dom|zustand)/' },
    },
    {
      name: 'renderer-sees-only-the-contract',
      comment:
        'The screen shares core (types, protocol, formats) with the engine and nothing above it.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(engine/(?!core/)|electron/)' },
    },
    {
      name: 'renderer-imports-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'] },
  },
};
