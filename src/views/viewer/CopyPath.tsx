import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import ui from '../shared/ui.module.css';

/** Copies a text and shows for a moment that it did. */
export function CopyPath({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      className={`${ui.button} ${ui.square}`}
      aria-label={label}
      title={label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <Icon size={14} strokeWidth={1.6} aria-hidden="true" />
    </button>
  );
}
