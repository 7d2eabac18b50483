'use client';

import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './icon-button.tsx';

/** A line to paste elsewhere: a command, a hash. */
export function CopyLine({ text }: { text: string }) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState(false);
  const line = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      // without https there is no clipboard: selected, it takes one key
      if (line.current) window.getSelection()?.selectAllChildren(line.current);
    }
  };
  return (
    <div className="flex items-start gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
      <code ref={line} className="font-mono min-w-0 flex-1 self-center text-xs">
        {text}
      </code>
      <IconButton label={copied ? t('copied') : t('copy')} onClick={copy}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
    </div>
  );
}
