/** Draws and writes every sample below this folder: `npx tsx samples/draw.ts`. The same script makes the same bytes. */
import { chats } from './_draw/datasets/chats.ts';
import { fruitFolders, postcards } from './_draw/datasets/pictures.ts';
import { bowls, shards } from './_draw/datasets/described.ts';
import { tagged } from './_draw/datasets/tagged.ts';
import { plants, plantsArrow, plantsParquet, watering } from './_draw/datasets/plants.ts';
import { answers, peoplePlaces, reading, shelfQuestions } from './_draw/datasets/texts.ts';
import { street } from './_draw/datasets/street.ts';
import { diceDataset, fruitDataset, harbourDataset, peopleDataset, shelvesDataset } from './_draw/datasets/yolo.ts';
import { writeDataset } from './_draw/output.ts';
import { renderer } from './_draw/render.ts';

const draw = await renderer();
let total = 0;
for (const make of [
  street,
  shelvesDataset,
  fruitDataset,
  peopleDataset,
  harbourDataset,
  diceDataset,
  fruitFolders,
  bowls,
  shards,
  postcards,
  chats,
  answers,
  reading,
  peoplePlaces,
  shelfQuestions,
  plants,
  watering,
  plantsParquet,
  plantsArrow,
  tagged,
]) {
  const dataset = await make(draw);
  const bytes = writeDataset(import.meta.dirname, dataset);
  total += bytes;
  process.stdout.write(
    `${dataset.path}: ${dataset.files.size} files, ${Math.round(bytes / 1024)} KB, ${dataset.expected.samples} samples, ${dataset.expected.annotations} annotations\n`,
  );
}
await draw.close();
process.stdout.write(`${Math.round(total / 1024)} KB\n`);
