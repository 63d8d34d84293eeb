import type { Look } from '../look.ts';
import { CASING } from '../palette.ts';
import type { Pen } from '../pen.ts';
import type { View } from '../viewport.ts';

/** Below this a model's point counts as unsure and is drawn hollow. */
const SURE = 0.5;

export type JointState = 'absent' | 'hidden' | 'visible';

/**
 * What the third number of a point says. Truth: 0 not labelled, 1 labelled but hidden, 2 visible; anything else, and every
 * number of a prediction, is a confidence.
 */
export function jointState(v: number, predicted: boolean): JointState {
  if (!(v > 0)) return 'absent';
  if (!predicted && v === 1) return 'hidden';
  return v >= SURE ? 'visible' : 'hidden';
}

/** Joints (white; hollow when hidden or unsure) and the bones between those that are there. `side`: CSS pixels of the object, so that small ones get small joints. */
export function drawKeypoints(
  pen: Pen,
  view: View,
  points: readonly number[],
  skeleton: readonly (readonly [number, number])[],
  look: Look,
  side: number,
): void {
  const joints = jointsOf(view, points, look.predicted);
  pen.globalAlpha = look.alpha;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  traceBones(pen, joints, skeleton);
  if (look.casing > 0) {
    pen.strokeStyle = CASING;
    pen.lineWidth = look.casing - 0.5;
    pen.stroke();
  }
  pen.strokeStyle = look.colour.line;
  pen.lineWidth = look.line;
  pen.stroke();
  pen.lineCap = 'butt';

  const radius = Math.min(3, Math.max(1.25, side / 40)) + (look.emphasis === 'hover' || look.emphasis === 'selected' ? 0.5 : 0);
  for (const joint of joints) {
    if (joint.state === 'absent') continue;
    pen.beginPath();
    pen.arc(joint.x, joint.y, radius, 0, 2 * Math.PI);
    pen.lineWidth = 1;
    if (joint.state === 'visible') {
      // Without bones the class colour would be nowhere.
      pen.fillStyle = skeleton.length > 0 ? '#ffffff' : look.colour.line;
      pen.strokeStyle = '#111111';
      pen.fill();
      pen.stroke();
    } else {
      pen.strokeStyle = CASING;
      pen.lineWidth = 2.5;
      pen.stroke();
      pen.strokeStyle = skeleton.length > 0 ? '#ffffff' : look.colour.line;
      pen.lineWidth = 1.25;
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
}

interface Joint {
  readonly x: number;
  readonly y: number;
  readonly state: JointState;
}

function jointsOf(view: View, points: readonly number[], predicted: boolean): Joint[] {
  const joints: Joint[] = [];
  for (let at = 0; at + 3 <= points.length; at += 3) {
    const x = (points[at] ?? NaN) * view.scale + view.x;
    const y = (points[at + 1] ?? NaN) * view.scale + view.y;
    const placed = Number.isFinite(x) && Number.isFinite(y);
    joints.push({ x, y, state: placed ? jointState(points[at + 2] ?? 0, predicted) : 'absent' });
  }
  return joints;
}

function traceBones(pen: Pen, joints: readonly Joint[], skeleton: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  for (const [from, to] of skeleton) {
    const a = joints[from];
    const b = joints[to];
    if (!a || !b || a.state === 'absent' || b.state === 'absent') continue;
    pen.moveTo(a.x, a.y);
    pen.lineTo(b.x, b.y);
  }
}
