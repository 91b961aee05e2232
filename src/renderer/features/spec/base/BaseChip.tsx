import { CircleDashed, CircleDot, CircleX, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { rulingOf, type CardBase } from './card-base.ts';

/** How a criterion stands on the base, as a word and a shape. Nothing where nobody has tried. */
export function BaseChip({ base, guard }: { base: CardBase; guard: boolean }): ReactNode {
  switch (base.state) {
    case 'unknown':
      return guard ? <Chip icon={ShieldCheck} tone="text-ink-3" word="guard" /> : null;
    case 'waiting':
      return <Chip icon={CircleDot} tone="text-running" word="trying" pulse />;
    case 'failed':
      return <Chip icon={CircleDashed} tone="text-ink-3" word="not tried" />;
    case 'known':
      break;
  }
  switch (rulingOf(base.result, guard)) {
    case 'red':
      return <Chip icon={CircleX} tone="text-failed" word="red" />;
    case 'green':
      return <Chip icon={TriangleAlert} tone="text-waiting" word="passes on base" />;
    case 'guard':
      return <Chip icon={ShieldCheck} tone="text-passed" word="guard holds" />;
    case 'guard_red':
      return <Chip icon={TriangleAlert} tone="text-failed" word="guard fails on base" />;
    case 'doubt':
      return <Chip icon={CircleDashed} tone="text-waiting" word={base.result.doubt ?? 'unclear'} />;
  }
}

function Chip({ icon: Icon, tone, word, pulse = false }: { icon: typeof CircleX; tone: string; word: string; pulse?: boolean }) {
  return (
    <span data-base={word} className={`mr-1 inline-flex items-center gap-1 text-sm font-semibold whitespace-nowrap ${tone}`}>
      <Icon aria-hidden="true" className={`size-3.5 ${pulse ? 'pulse' : ''}`} />
      {word}
    </span>
  );
}
