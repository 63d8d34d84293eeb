import type { ReactNode } from 'react';

/** Corners of a viewfinder around three bars. */
export function Logo(): ReactNode {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M1 5V2.5A1.5 1.5 0 0 1 2.5 1H5M13 1h2.5A1.5 1.5 0 0 1 17 2.5V5M17 13v2.5a1.5 1.5 0 0 1-1.5 1.5H13M5 17H2.5A1.5 1.5 0 0 1 1 15.5V13" />
      <path d="M5 6.5h4M5 9h8M5 11.5h5" />
    </svg>
  );
}
