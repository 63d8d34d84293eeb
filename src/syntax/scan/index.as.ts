// The one WebAssembly module of all scanners: what it exports is listed in `machine.ts`. Memory is imported, and whoever scans says
// where in it things lie; nothing here allocates. AssemblyScript: https://www.assemblyscript.org
export { lines } from './lines.as';
