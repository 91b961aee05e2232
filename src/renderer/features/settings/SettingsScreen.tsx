import type { SettingsSection } from '../../store/route.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Screen } from '../../ui/Screen.tsx';
import { TabPanel, Tabs } from '../../ui/Tabs.tsx';
import { About } from './About.tsx';
import { Appearance } from './Appearance.tsx';
import { DayBudget } from './DayBudget.tsx';
import { Providers } from './Providers.tsx';
import { Repositories } from './Repositories.tsx';
import { Targets } from './Targets.tsx';

const tabs: { value: SettingsSection; label: string }[] = [
  { value: 'providers', label: 'Providers' },
  { value: 'targets', label: 'Targets' },
  { value: 'budget', label: 'Budget' },
  { value: 'repositories', label: 'Repositories' },
  { value: 'appearance', label: 'Appearance' },
  { value: 'about', label: 'About' },
];

export function SettingsScreen({ section }: { section: SettingsSection }) {
  const drover = useDrover();
  const settings = useApp((state) => state.settings);
  return (
    <Screen label="Settings" title="Settings">
      <Tabs label="Parts of the settings" value={section} tabs={tabs} onValue={(next) => drover.go({ screen: 'settings', section: next })}>
        {settings === null ? null : (
          <div className="flex min-h-0 flex-1 flex-col overflow-auto">
            <div className="mx-auto w-full max-w-3xl p-6">
              <TabPanel value="providers">
                <Providers settings={settings} />
              </TabPanel>
              <TabPanel value="targets">
                <Targets settings={settings} />
              </TabPanel>
              <TabPanel value="budget">
                <DayBudget settings={settings} />
              </TabPanel>
              <TabPanel value="repositories">
                <Repositories />
              </TabPanel>
              <TabPanel value="appearance">
                <Appearance theme={settings.theme} />
              </TabPanel>
              <TabPanel value="about">
                <About />
              </TabPanel>
            </div>
          </div>
        )}
      </Tabs>
    </Screen>
  );
}
