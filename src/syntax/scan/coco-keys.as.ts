// Which fields of a COCO annotation matter, by their keys.
import { keyLength, keyRest, keyWord } from './json.as';

/** The first eight bytes of the keys that matter, the first letter lowest. */
const BBOX: u64 = 0x786f6262;
const AREA: u64 = 0x61657261;
const ID: u64 = 0x6469;
const SCORE: u64 = 0x65726f6373;
const IGNORE: u64 = 0x65726f6e6769;
const ISCROWD: u64 = 0x64776f72637369;
const CAPTION: u64 = 0x6e6f6974706163;
const IMAGE_ID: u64 = 0x64695f6567616d69;
const OCCLUDED: u64 = 0x646564756c63636f;
const KEYPOINT: u64 = 0x746e696f7079656b;
const TRUNCATE: u64 = 0x657461636e757274;
const DIFFICUL: u64 = 0x6c75636966666964;
const ATTRIBUT: u64 = 0x7475626972747461;
const CATEGORY: u64 = 0x79726f6765746163;
const SEGMENTA: u64 = 0x61746e656d676573;

/** Fields of an annotation that matter; 0: any other. */
export const F_ID: i32 = 1;
export const F_IMAGE: i32 = 2;
export const F_CATEGORY: i32 = 3;
export const F_BOX: i32 = 4;
export const F_AREA: i32 = 5;
export const F_SEGMENTATION: i32 = 6;
export const F_SCORE: i32 = 7;
export const F_CROWD: i32 = 8;
export const F_IGNORE: i32 = 9;
export const F_OCCLUDED: i32 = 10;
export const F_TRUNCATED: i32 = 11;
export const F_DIFFICULT: i32 = 12;
export const F_CAPTION: i32 = 13;
export const F_KEYPOINTS: i32 = 14;
export const F_ATTRIBUTES: i32 = 15;

/** Which field the key at hand is of. */
export function fieldOf(): i32 {
  const word = keyWord;
  switch (keyLength) {
    case 2:
      return word == ID ? F_ID : 0;
    case 4:
      return word == BBOX ? F_BOX : word == AREA ? F_AREA : 0;
    case 5:
      return word == SCORE ? F_SCORE : 0;
    case 6:
      return word == IGNORE ? F_IGNORE : 0;
    case 7:
      return word == ISCROWD ? F_CROWD : word == CAPTION ? F_CAPTION : 0;
    case 8:
      return word == IMAGE_ID ? F_IMAGE : word == OCCLUDED ? F_OCCLUDED : 0;
    case 9:
      if (word == KEYPOINT && keyRest == 0x73) return F_KEYPOINTS;
      if (word == TRUNCATE && keyRest == 0x64) return F_TRUNCATED;
      return word == DIFFICUL && keyRest == 0x74 ? F_DIFFICULT : 0;
    case 10:
      return word == ATTRIBUT && keyRest == 0x7365 ? F_ATTRIBUTES : 0;
    case 11:
      return word == CATEGORY && keyRest == 0x64695f ? F_CATEGORY : 0;
    case 12:
      return word == SEGMENTA && keyRest == 0x6e6f6974 ? F_SEGMENTATION : 0;
    default:
      return 0;
  }
}
