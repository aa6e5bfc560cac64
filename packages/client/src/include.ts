import type { IncludedResource, IncludePath, Organization, Run, RunPage, User, Workspace } from '@tfe-admin-runs/types';

declare const requested: unique symbol;

/** A page of runs whose type remembers what `include` requested. */
export type RunPageWith<Include extends IncludePath> = RunPage & { readonly [requested]?: Include };

type Organizations = 'workspace.organization' | 'workspace.organization.owners';
type Owners = 'workspace.organization.owners';

/** A run with the resources that `include` requested. Each is undefined if the platform did not send it. */
export type RunWith<Include extends IncludePath> = [Include] extends [never]
  ? Run
  : Run & { workspace: WorkspaceWith<Include> | undefined };

/** The workspace of a run, with its organization if `include` requested it. */
export type WorkspaceWith<Include extends IncludePath> = Workspace &
  ([Extract<Include, Organizations>] extends [never]
    ? unknown
    : { organization: OrganizationWith<Include> | undefined });

/** The organization of a workspace, with its owners if `include` requested them and the platform sent them. */
export type OrganizationWith<Include extends IncludePath> = Organization &
  ([Extract<Include, Owners>] extends [never] ? unknown : { owners: User[] | undefined });

/**
 * Returns the page's runs with their included resources attached: `run.workspace.organization.owners`, as deep as
 * `include` requested; anything deeper is a type error. The result has no cycles, so it can be written as JSON.
 *
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#available-related-resources
 */
export function resolve<Include extends IncludePath = never>(page: RunPageWith<Include>): RunWith<Include>[] {
  const resources = new Map<string, IncludedResource>();
  for (const resource of page.included ?? []) resources.set(keyOf(resource), resource);

  function find<Resource extends IncludedResource>(identifier: Identifier | null | undefined) {
    return identifier ? (resources.get(keyOf(identifier)) as Resource | undefined) : undefined;
  }

  function attach(run: Run) {
    const workspace = find<Workspace>(run.relationships?.workspace?.data);
    if (!workspace) return { ...run, workspace };
    const organization = find<Organization>(workspace.relationships?.organization?.data);
    if (!organization) return { ...run, workspace: { ...workspace, organization } };
    const owners = organization.relationships?.owners?.data?.flatMap((owner) => find<User>(owner) ?? []);
    return { ...run, workspace: { ...workspace, organization: { ...organization, owners } } };
  }

  return page.data.map(attach) as unknown as RunWith<Include>[];
}

interface Identifier {
  type: string;
  id: string;
}

function keyOf({ type, id }: Identifier): string {
  return `${type} ${id}`;
}
