import { createDomain, createOwner, expect, launch, OWNER, type Page, QUICK, test } from './fixtures.ts';
import { drawings } from './images.ts';

const GUEST = { name: '김지민', email: 'jimin@example.com', password: 'another horse battery' };

const comments = (page: Page) => page.getByRole('list', { name: 'Comments' }).getByRole('listitem');
const say = async (page: Page, text: string) => {
  await page.getByLabel('Write a comment').fill(text);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
};

test('A1, E5, N1: an invited member and the owner see each other, talk, and part', async ({
  browser,
  page,
  studio,
}) => {
  await createOwner(page, studio);
  await createDomain(page, studio, 'Red', await drawings(8, { ink: '#c22', paper: '#fff' }));
  await createDomain(page, studio, 'Blue', await drawings(8, { ink: '#22c', paper: '#fff' }));
  const runId = await launch(page, studio, { name: 'Discs', domains: ['Red', 'Blue'], ...QUICK, Iterations: 200 });

  // an invite makes the member's account, in a browser of their own
  await page.goto(`${studio.url}/team`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByRole('dialog').locator('code').innerText();
  await page.getByRole('button', { name: 'Done' }).click();
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await guest.getByLabel('Name').fill(GUEST.name);
  await guest.getByLabel('Email').fill(GUEST.email);
  await guest.getByLabel('Password').fill(GUEST.password);
  await guest.getByRole('button', { name: 'Create account' }).click();
  await expect(guest.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();

  // both watch the run
  await Promise.all([page, guest].map((one) => one.goto(`${studio.url}/runs/${runId}`)));
  for (const one of [page, guest])
    await expect(one.getByRole('list', { name: 'Watching now' }).getByRole('listitem')).toHaveText([/Ada/, /김지민/]);

  // the member mentions the owner: the page hears the comment, the bell the mention
  const box = guest.getByLabel('Write a comment');
  await box.pressSequentially('<b>Look</b> at this @Ad');
  await expect(guest.getByRole('option', { name: /Ada/ })).toBeVisible();
  await box.press('Enter');
  await expect(box).toHaveValue('<b>Look</b> at this @Ada ');
  await box.press('Control+Enter');
  await expect(comments(page)).toContainText(['<b>Look</b> at this @Ada']);
  const bell = page.getByRole('link', { name: 'Notifications, 1 unread' });
  await expect(bell).toBeVisible();
  await bell.click();
  await page.getByRole('link', { name: /김지민 mentions you on Discs/ }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}\\?comment=`));
  await expect(page.getByRole('link', { name: 'Notifications', exact: true })).toBeVisible();

  // the owner answers on an iteration; its pin moves the member's samples
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 90_000 });
  const slider = page.getByRole('slider', { name: 'Iteration of the samples' });
  await slider.press('Home');
  await page.getByRole('radio', { name: 'it. 0' }).click();
  await say(page, 'Still noise here');
  const answer = comments(guest).filter({ hasText: 'Still noise here' });
  await expect(answer).toBeVisible();
  await answer.getByRole('button', { name: /it\. 0/ }).click();
  await expect(guest.getByRole('slider', { name: 'Iteration of the samples' })).toHaveAttribute(
    'aria-valuetext',
    /\b0\b/,
  );

  // deleting can be undone
  const own = comments(guest).filter({ hasText: 'Look' });
  await own.getByRole('button', { name: 'Edit or delete' }).click();
  await guest.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(comments(page)).toHaveCount(1);
  await guest.getByRole('button', { name: 'Undo' }).click();
  await expect(comments(page)).toHaveCount(2);

  // removed, the member is out at once, wherever they are
  await page.goto(`${studio.url}/team`);
  await page.getByRole('button', { name: `Remove ${GUEST.name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(guest).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('button', { name: `Remove ${GUEST.name}` })).toHaveCount(0);
  await expect(page.getByText(OWNER.email).first()).toBeVisible();
  await guest.context().close();
});
