import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { Toast } from '../store/toasts.ts';
import { useApp, useDrover } from '../store/use-drover.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { ProblemView } from '../ui/ProblemView.tsx';
import { visibleText } from '../../shared/visible-text.ts';

const NOTE_MS = 6000;

export function Toasts() {
  const toasts = useApp((state) => state.toasts);
  return (
    <div role="status" aria-label="Notices" className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-96 flex-col gap-2">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastView({ toast }: { toast: Toast }) {
  const drover = useDrover();
  useEffect(() => {
    if (toast.kind !== 'note') return;
    const timer = setTimeout(() => drover.closeToast(toast.id), NOTE_MS);
    return () => clearTimeout(timer);
  }, [drover, toast]);
  return (
    <div className="pointer-events-auto relative rounded-lg border border-line bg-surface-2 shadow-pop">
      {toast.kind === 'note' ? (
        <p className="copyable py-2 pr-10 pl-3 wrap-anywhere">{visibleText(toast.text)}</p>
      ) : (
        <ProblemView problem={toast.problem} />
      )}
      <IconButton label="Close" icon={<X />} className="absolute top-1 right-1" onClick={() => drover.closeToast(toast.id)} />
    </div>
  );
}
