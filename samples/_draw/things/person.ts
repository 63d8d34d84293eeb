import type { Random } from '../random.ts';
import { darker, ellipse, fill, ghost, lighter, limb, place, rounded, smooth, type Part, type Point } from '../shape.ts';
import type { Thing } from '../scene.ts';

/** COCO's order. */
export const JOINTS = [
  'nose',
  'left_eye',
  'right_eye',
  'left_ear',
  'right_ear',
  'left_shoulder',
  'right_shoulder',
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  'left_hip',
  'right_hip',
  'left_knee',
  'right_knee',
  'left_ankle',
  'right_ankle',
] as const;
/** Pairs of joints, counted from 1 as COCO writes them. */
export const SKELETON = [
  [16, 14],
  [14, 12],
  [17, 15],
  [15, 13],
  [12, 13],
  [6, 12],
  [7, 13],
  [6, 7],
  [6, 8],
  [7, 9],
  [8, 10],
  [9, 11],
  [2, 3],
  [1, 2],
  [1, 3],
  [2, 4],
  [3, 5],
  [4, 6],
  [5, 7],
] as const;

const SHIRTS = [
  '#3d5a80',
  '#b5a642',
  '#c8663a',
  '#5b7553',
  '#7a5c99',
  '#d9cfc1',
  '#a63d40',
  '#2f4858',
  '#e0a458',
  '#6d8ea0',
  '#d67a8c',
  '#4a4e69',
];
const PANTS = ['#2f3b4c', '#4a5a6a', '#5a4a42', '#3a3a40', '#6b6f5a', '#33475b', '#8a7f70'];
const SKINS = ['#e8b998', '#d19a72', '#b07a52', '#8a5a3c', '#f0cbb0', '#6e4630'];
const HAIRS = ['#2b2320', '#4a3426', '#6e4d2e', '#1d1d22', '#a9793f', '#8c8a88', '#7a3b22'];
const SHOES = ['#2a2a2e', '#5a3f2e', '#e8e6e0', '#3d4c5c'];

export interface Look {
  readonly shirt: string;
  readonly pants: string;
  readonly skin: string;
  readonly hair: string;
  readonly shoes: string;
  readonly bag: string;
  readonly sleeves: 'long' | 'short';
  readonly hairdo: 'short' | 'long' | 'bun' | 'cap';
  readonly below: 'trousers' | 'shorts' | 'skirt';
  readonly carries: 'nothing' | 'backpack' | 'handbag';
}

export function someLook(r: Random): Look {
  return {
    shirt: r.pick(SHIRTS),
    pants: r.pick(PANTS),
    skin: r.pick(SKINS),
    hair: r.pick(HAIRS),
    shoes: r.pick(SHOES),
    bag: r.pick(['#8a4b32', '#3d5a5a', '#c89b3c', '#503a5a']),
    sleeves: r.chance(0.6) ? 'long' : 'short',
    hairdo: r.pick(['short', 'short', 'short', 'long', 'long', 'bun', 'cap']),
    below: r.pick(['trousers', 'trousers', 'trousers', 'trousers', 'shorts', 'skirt']),
    carries: r.pick(['nothing', 'nothing', 'nothing', 'backpack', 'handbag']),
  };
}

export type Facing = 'front' | 'left' | 'right';

export interface Pose {
  readonly facing: Facing;
  /** How far the legs swing, -1 to 1; 0 stands still. */
  readonly stride: number;
  /** Raises the near arm, for umbrellas, waving and reaching. */
  readonly reach?: 'up' | 'forward';
}

/** Joints of a person of height 1 standing on the origin, looking right or at us. */
function skeletonOf(pose: Pose): Point[] {
  const s = pose.stride;
  const swing = (from: Point, length: number, angle: number): Point => [
    from[0] + Math.sin(angle) * length,
    from[1] + Math.cos(angle) * length,
  ];
  if (pose.facing === 'front') {
    const head: Point[] = [
      [0, -0.9],
      [0.022, -0.915],
      [-0.022, -0.915],
      [0.052, -0.905],
      [-0.052, -0.905],
    ];
    const shoulders: [Point, Point] = [
      [0.105, -0.79],
      [-0.105, -0.79],
    ];
    const hips: [Point, Point] = [
      [0.055, -0.49],
      [-0.055, -0.49],
    ];
    const near = pose.reach === 'up' ? 2.2 : 0.16 + s * 0.12;
    const elbows: [Point, Point] = [swing(shoulders[0], 0.155, near), swing(shoulders[1], 0.155, -0.16 + s * 0.1)];
    const wrists: [Point, Point] = [swing(elbows[0], 0.14, pose.reach === 'up' ? 3.0 : 0.08), swing(elbows[1], 0.14, -0.04 + s * 0.25)];
    const lift = Math.abs(s) * 0.03;
    const knees: [Point, Point] = [
      [0.062, -0.26 - (s > 0 ? lift : 0)],
      [-0.062, -0.26 - (s < 0 ? lift : 0)],
    ];
    const ankles: [Point, Point] = [
      [0.062, -0.035 - (s > 0 ? lift * 1.6 : 0)],
      [-0.062, -0.035 - (s < 0 ? lift * 1.6 : 0)],
    ];
    return [...head, ...shoulders, ...elbows, ...wrists, ...hips, ...knees, ...ankles];
  }
  const head: Point[] = [
    [0.062, -0.9],
    [0.045, -0.917],
    [0.04, -0.917],
    [-0.01, -0.905],
    [-0.008, -0.905],
  ];
  const drop = (1 - Math.cos(s * 0.45)) * 0.45;
  const hip: Point = [0, -0.49 + drop];
  const shoulder: Point = [0.01, -0.79 + drop];
  const legAt = (a: number): [Point, Point] => {
    const knee = swing(hip, 0.23, a + (a < 0 ? 0.05 : 0.08));
    return [knee, swing(knee, 0.225, a < 0 ? a * 1.35 : a * 0.65)];
  };
  const armAt = (a: number): [Point, Point] => {
    const elbow = swing(shoulder, 0.15, a);
    return [elbow, swing(elbow, 0.14, a + 0.35)];
  };
  const [leftKnee, leftAnkle] = legAt(s * 0.45);
  const [rightKnee, rightAnkle] = legAt(-s * 0.45);
  let [leftElbow, leftWrist] = armAt(-s * 0.5);
  const [rightElbow, rightWrist] = armAt(s * 0.5);
  if (pose.reach) {
    leftElbow = swing(shoulder, 0.15, pose.reach === 'up' ? 0.6 : 1.1);
    leftWrist = swing(leftElbow, 0.14, pose.reach === 'up' ? 2.9 : 1.7);
  }
  return [
    ...head.map(([x, y]): Point => [x, y + drop]),
    shoulder,
    [shoulder[0] - 0.008, shoulder[1]],
    leftElbow,
    rightElbow,
    leftWrist,
    rightWrist,
    hip,
    [hip[0] - 0.008, hip[1]],
    leftKnee,
    rightKnee,
    leftAnkle,
    rightAnkle,
  ];
}

/** A person of `height` pixels standing at x, y. */
export function person(x: number, y: number, height: number, look: Look, pose: Pose): Thing {
  const joints = skeletonOf(pose);
  const parts = pose.facing === 'front' ? frontView(joints, look) : sideView(joints, look);
  const flip = pose.facing === 'left';
  const at = (points: readonly Point[]): Point[] => place(points, x, y, height, flip);
  return {
    label: 'person',
    parts: [
      ghost(ellipse(x, y, height * 0.17, height * 0.025), 'rgba(20,24,30,.22)'),
      ...parts.map((part) => ({ ...part, points: at(part.points) })),
    ],
    joints: at(joints),
  };
}

type Joint = (name: (typeof JOINTS)[number]) => Point;
const named =
  (joints: readonly Point[]): Joint =>
  (name) =>
    joints[JOINTS.indexOf(name)] as Point;

function leg(joint: Joint, side: 'left' | 'right', look: Look, color: string, toe: number): Part[] {
  const hip = joint(`${side}_hip`);
  const knee = joint(`${side}_knee`);
  const ankle = joint(`${side}_ankle`);
  const foot: Point = [ankle[0] + toe, ankle[1] + 0.018];
  const shin = look.below === 'trousers' ? color : look.skin;
  return [
    fill(limb([ankle[0], ankle[1] + 0.012], foot, 0.024, 0.02), look.shoes),
    fill(limb(knee, ankle, 0.041, 0.027), shin),
    fill(limb(hip, knee, 0.056, 0.043), look.below === 'skirt' ? look.skin : color),
  ];
}

function arm(joint: Joint, side: 'left' | 'right', look: Look, color: string): Part[] {
  const shoulder = joint(`${side}_shoulder`);
  const elbow = joint(`${side}_elbow`);
  const wrist = joint(`${side}_wrist`);
  return [
    fill(ellipse(wrist[0] + (wrist[0] - elbow[0]) * 0.1, wrist[1] + (wrist[1] - elbow[1]) * 0.1, 0.026), look.skin),
    fill(limb(elbow, wrist, 0.03, 0.023), look.sleeves === 'long' ? color : look.skin),
    fill(limb(shoulder, elbow, 0.038, 0.031), color),
  ];
}

function frontView(joints: readonly Point[], look: Look): Part[] {
  const joint = named(joints);
  const shade = darker(look.shirt, 0.16);
  const torso = smooth([
    [-0.06, -0.835],
    [0.06, -0.835],
    [0.128, -0.8],
    [0.118, -0.68],
    [0.1, -0.56],
    [0.108, -0.46],
    [-0.108, -0.46],
    [-0.1, -0.56],
    [-0.118, -0.68],
    [-0.128, -0.8],
  ]);
  const skirt: Point[] = [
    [-0.1, -0.5],
    [0.1, -0.5],
    [0.15, -0.27],
    [-0.15, -0.27],
  ];
  const long = look.hairdo === 'long';
  return [
    ...(look.carries === 'backpack' ? [fill(rounded(-0.135, -0.81, 0.27, 0.27, 0.06), look.bag)] : []),
    ...(long ? [fill(rounded(-0.085, -0.96, 0.17, 0.22, 0.07), darker(look.hair, 0.15))] : []),
    ...leg(joint, 'left', look, darker(look.pants, 0.12), 0.012),
    ...leg(joint, 'right', look, look.pants, -0.012),
    ...(look.below === 'skirt' ? [fill(skirt, look.pants)] : [fill(rounded(-0.108, -0.53, 0.216, 0.12, 0.05), look.pants)]),
    ...arm(joint, 'right', look, shade),
    ...arm(joint, 'left', look, shade),
    fill(torso, look.shirt),
    fill(
      [
        [0.012, -0.83],
        [0.12, -0.8],
        [0.1, -0.46],
        [0.03, -0.46],
      ],
      lighter(look.shirt, 0.06),
    ),
    ...(look.carries === 'backpack'
      ? [fill(limb([-0.075, -0.82], [-0.07, -0.66], 0.014), look.bag), fill(limb([0.075, -0.82], [0.07, -0.66], 0.014), look.bag)]
      : []),
    fill(limb([0, -0.86], [0, -0.82], 0.032, 0.036), darker(look.skin, 0.12)),
    fill(ellipse(0, -0.912, 0.06, 0.072), look.skin),
    ...hair(look, 0),
    ...(look.carries === 'handbag' ? handbag(joint('right_wrist'), look) : []),
  ];
}

function sideView(joints: readonly Point[], look: Look): Part[] {
  const joint = named(joints);
  const [sx, sy] = joint('left_shoulder');
  const [hx, hy] = joint('left_hip');
  const torso = smooth([
    [sx - 0.045, sy - 0.04],
    [sx + 0.035, sy - 0.045],
    [sx + 0.075, sy + 0.05],
    [sx + 0.072, sy + 0.16],
    [hx + 0.062, hy + 0.02],
    [hx - 0.066, hy + 0.02],
    [sx - 0.065, sy + 0.16],
    [sx - 0.075, sy + 0.05],
  ]);
  const dy = sy + 0.79;
  const skirt: Point[] = [
    [hx - 0.06, hy - 0.02],
    [hx + 0.06, hy - 0.02],
    [hx + 0.12, hy + 0.22],
    [hx - 0.12, hy + 0.22],
  ];
  const head = [
    ...(look.hairdo === 'long' ? [fill(rounded(-0.08, -0.95, 0.1, 0.2, 0.05), darker(look.hair, 0.15))] : []),
    fill(limb([0.0, -0.86], [0.005, -0.82], 0.032, 0.036), darker(look.skin, 0.12)),
    fill(ellipse(0.01, -0.912, 0.062, 0.07), look.skin),
    fill(ellipse(0.07, -0.9, 0.012, 0.012), look.skin),
    ...hair(look, -0.012),
  ].map((part) => ({ ...part, points: part.points.map(([px, py]): Point => [px, py + dy]) }));
  return [
    ...arm(joint, 'right', look, darker(look.shirt, 0.28)),
    ...leg(joint, 'right', look, darker(look.pants, 0.25), 0.05),
    ...(look.carries === 'backpack' ? [fill(rounded(sx - 0.16, sy - 0.02, 0.12, 0.24, 0.05), look.bag)] : []),
    ...leg(joint, 'left', look, look.pants, 0.05),
    ...(look.below === 'skirt' ? [fill(skirt, look.pants)] : []),
    fill(torso, look.shirt),
    ...head,
    ...arm(joint, 'left', look, darker(look.shirt, 0.12)),
    ...(look.carries === 'handbag' ? handbag(joint('left_wrist'), look) : []),
  ];
}

function hair(look: Look, dx: number): Part[] {
  const cap = ellipse(dx, -0.922, 0.068, 0.072, 0, Math.PI * 0.98, Math.PI * 2.02);
  if (look.hairdo === 'cap') return [fill(cap, look.bag), fill(rounded(dx - 0.02, -0.935, 0.105, 0.018, 0.009), darker(look.bag))];
  const bun = look.hairdo === 'bun' ? [fill(ellipse(dx - 0.02, -1, 0.03), look.hair)] : [];
  const back = dx < 0 ? [fill(ellipse(dx - 0.03, -0.915, 0.036, 0.055), look.hair)] : [];
  return [...bun, fill(cap, look.hair), ...back];
}

function handbag([x, y]: Point, look: Look): Part[] {
  return [
    fill(limb([x - 0.01, y + 0.02], [x - 0.03, y + 0.08], 0.007), darker(look.bag)),
    fill(rounded(x - 0.075, y + 0.07, 0.13, 0.095, 0.02), look.bag),
  ];
}
