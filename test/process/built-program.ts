/** The arguments of Node.js that run a program of the build, as `npm start` does. `npm test` builds first. */
export function builtProgram(file: string): string[] {
  return ["--enable-source-maps", `dist/${file}`];
}
