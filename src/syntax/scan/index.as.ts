// The one WebAssembly module of all scanners: what it exports is listed in `machine.ts`. Memory is imported, and whoever scans says
// where in it things lie; nothing here allocates. AssemblyScript: https://www.assemblyscript.org
export { lines } from './lines.as';
export { annotationRows, annotationsFull, annotationsFrom, annotationsHave, annotations, clearAnnotations, maskRows, placeAnnotations } from './coco.as';
export {
  addId,
  beginRun,
  classCount,
  forgetClasses,
  intakePlaces,
  intakeRun,
  knownUntil,
  placeIntake,
  runAreasMissing,
  runAsCorners,
  runFirstMissing,
  runFractions,
  runOddBoxes,
  runOddIds,
  runSized,
  setClass,
  setIdPage,
  setImagePage,
  setPlaces,
  stopReason,
} from './coco-intake.as';
export { clearImages, imageFields, imageIdAt, imageRows, images, imagesFull, placeImages } from './coco-images.as';
export { clearUtf8, endUtf8, utf8, utf8Count, utf8First } from './utf8.as';
export { find } from './find.as';
export { csvOdd, csvOpen, csvRecords, csvReset } from './csv.as';
export { csvCells } from './csv-cell.as';
export { csvWidths } from './csv-width.as';
export { jsonKey } from './json-key.as';
export { jsonDoubtful, jsonRecord } from './json-record.as';
