import { TriangleAlert } from 'lucide-react';
import { useApp } from '../store/use-drover.ts';

/** One line across the top where the whole app is not as it should be: the database can only be read. */
export function Notices() {
  const readOnly = useApp((state) => state.about?.readOnly ?? null);
  if (readOnly === null) return null;
  return (
    <div role="alert" className="flex items-center gap-2 border-b border-line bg-waiting-soft px-4 py-1.5">
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-waiting" />
      <p className="copyable min-w-0 wrap-anywhere">
        <span className="font-semibold text-waiting">{readOnly.what}</span> {readOnly.where} {readOnly.todo}
      </p>
    </div>
  );
}
