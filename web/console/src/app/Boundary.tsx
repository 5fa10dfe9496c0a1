import { Component, type ReactNode } from 'react';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';

interface BoundaryProps {
  children: ReactNode;
  /** What the message stands in, such as a dialog. */
  frame?: (content: ReactNode) => ReactNode;
}

/** Keeps a view's failure in its place: the rest of the page goes on working. */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const said = <Crashed onRetry={() => this.setState({ failed: false })} />;
    return this.props.frame ? this.props.frame(said) : said;
  }
}

function Crashed({ onRetry }: { onRetry: () => void }) {
  const { t } = useTexts();
  return (
    <Notice tone="bad" role="alert" title={t('app.crashed')}>
      <p>{t('app.crashed.text')}</p>
      <div className="row">
        <Button onPress={onRetry}>{t('app.retry')}</Button>
        <Button onPress={() => location.reload()}>{t('app.reload')}</Button>
      </div>
    </Notice>
  );
}
