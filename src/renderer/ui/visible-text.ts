export { visibleBidi, visibleLine, visibleText } from '../../shared/visible-text.ts';
