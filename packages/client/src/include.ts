import type { IncludePath, Organization, Run, RunPage, User, Workspace } from '@tfe-admin-runs/types';

declare const asked: unique symbol;

/** A page of runs that knows, as a type, what `include` asked for. */
export type RunPageWith<Include extends IncludePath> = RunPage & { readonly [asked]?: Include };

type Organizations = 'workspace.organization' | 'workspace.organization.owners';
type Owners = 'workspace.organization.owners';

/** A run with the resources that `include` asked for; each is undefined if the platform did not send it. */
export type RunWith<Include extends IncludePath> = [Include] extends [never]
  ? Run
  : Run & { workspace: WorkspaceWith<Include> | undefined };

/** The workspace of a run, with its organization if `include` asked for that. */
export type WorkspaceWith<Include extends IncludePath> = Workspace &
  ([Extract<Include, Organizations>] extends [never]
    ? unknown
    : { organization: OrganizationWith<Include> | undefined });

/**
 * The organization of a workspace, with those of its owners that the platform sent if `include` asked for them;
 * undefined if it does not tell of any.
 */
export type OrganizationWith<Include extends IncludePath> = Organization &
  ([Extract<Include, Owners>] extends [never] ? unknown : { owners: User[] | undefined });

/**
 * The runs of a page, each with its `workspace`, that with its `organization` and that with its `owners`, as far as
 * `include` asked for them: asking for nothing makes `.workspace` a type error. No object leads back, so that the result
 * can be written as JSON.
 *
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#available-related-resources
 */
export function resolve<Include extends IncludePath = never>({
  data,
  included,
}: RunPageWith<Include>): RunWith<Include>[] {
  const resources = new Map(included?.map((resource) => [resource.type + resource.id, resource]));
  const find = <T>(identifier?: { type: string; id: string } | null) =>
    resources.get((identifier?.type as string) + identifier?.id) as T | undefined;
  return data.map((run) => {
    const workspace = find<Workspace>(run.relationships?.workspace?.data);
    const organization = find<Organization>(workspace?.relationships?.organization?.data);
    const owners = organization?.relationships?.owners?.data?.flatMap((owner) => find<User>(owner) ?? []);
    return {
      ...run,
      workspace: workspace && { ...workspace, organization: organization && { ...organization, owners } },
    };
  }) as unknown as RunWith<Include>[];
}
