// Made by `npm run generate` from openapi/openapi.yaml; do not edit.

export interface paths {
    "/api/v2/admin/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all runs
         * @description Lists the runs of the whole installation, newest first (by `created-at`, then by `id`, both descending), one
         *     page at a time. All filters combine: a run is listed if it matches every one of them.
         *
         *     To read everything, follow `meta.pagination.next-page` until it is `null`. A listing is a snapshot: runs move
         *     between pages while you read.
         */
        get: operations["listAdminRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/admin/runs/{run_id}/actions/force-cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Force-cancel a run
         * @description **This can lose state.** Forces a run, with its plan and its apply, into the `canceled` state, at once and
         *     whatever it is doing. Only for runs that are stuck and no longer progress: if the apply of a healthy run is
         *     force-canceled, the state it was about to write may be lost. Its users can cancel a healthy run themselves.
         *
         *     Any run that is not final can be force-canceled, without an earlier cancel and without a cool-off (unlike
         *     `/runs/{run_id}/actions/force-cancel`, which needs both). A final run is answered with 409 and stays as it is.
         *
         *     The `Content-Type` must be `application/vnd.api+json` even if there is no body. The vendor's page prints this path
         *     without its `/api/v2` prefix, and the value as "cancelled" in a heading; the wire has `/api/v2` and `canceled`.
         */
        post: operations["forceCancelAdminRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One page of a listing of runs, a JSON:API document. */
        RunPage: {
            /** @description The runs of this page, newest first; empty if none match, or past the last page. */
            data: components["schemas"]["Run"][];
            /** @description The related resources that `include` asked for, each once. Absent if nothing was asked for. */
            included?: components["schemas"]["IncludedResource"][];
            links: components["schemas"]["PageLinks"];
            meta: components["schemas"]["RunPageMeta"];
        };
        /** @description One run, a JSON:API document. */
        RunDocument: {
            data: components["schemas"]["Run"];
        };
        /** @description A run as the admin endpoints show it. It has far fewer attributes than the same run at `/api/v2/runs/{run_id}`. */
        Run: {
            /**
             * @description The run's ID, `run-` and 16 letters and digits.
             * @example run-VCsNJXa59eUza53R
             */
            id: string;
            /**
             * @description The JSON:API type, always `runs`.
             * @constant
             * @enum {string}
             */
            type: "runs";
            attributes: components["schemas"]["RunAttributes"];
            relationships: components["schemas"]["RunRelationships"];
            links?: components["schemas"]["RunLinks"];
        };
        /** @description What is known of a run. */
        RunAttributes: {
            /**
             * @description The state the run is in. An installation may use a status that is not listed here, so expect any string.
             *
             *     (The vendor's sample of a force-cancel answers with `errored`; its text, and the platform, say `canceled`.)
             */
            status: components["schemas"]["RunStatus"] | (string & {});
            "status-timestamps": components["schemas"]["StatusTimestamps"];
            /** @description Whether the plan found something to change. */
            "has-changes": boolean;
            /**
             * Format: date-time
             * @description When the run was created; UTC with milliseconds, and it ends in `Z`.
             * @example 2018-03-02T23:42:06.651Z
             */
            "created-at": string;
        };
        /** @description What a run belongs to. */
        RunRelationships: {
            /** @description The workspace that this run belongs in; itself in `included` if `include` asked for it. */
            workspace: {
                data: components["schemas"]["WorkspaceIdentifier"];
            };
        };
        /** @description Where else to find this run. */
        RunLinks: {
            /**
             * Format: uri-reference
             * @description The path of the run outside of the admin API, relative to the installation.
             * @example /api/v2/runs/run-VCsNJXa59eUza53R
             */
            self?: string;
        };
        /**
         * Run status
         * @description A state of a run that the platform is known to use. Names are in snake_case here and in `filter[status]`, but
         *     in kebab-case as keys of `status-counts`.
         *
         *     Each is either queued for a worker (`x-queued-statuses`), running (`x-running-statuses`), perhaps waiting for a
         *     person (`x-waiting-statuses`) or final, never to be left (`x-final-statuses`). `x-admin-page-statuses` lists the
         *     18 that the vendor's page documents for `filter[status]`; the others come from the platform's other pages and
         *     clients.
         * @enum {string}
         */
        RunStatus: "pending" | "fetching" | "fetching_completed" | "pre_plan_running" | "pre_plan_awaiting_decision" | "pre_plan_completed" | "queuing" | "plan_queued" | "planning" | "planned" | "post_plan_running" | "post_plan_awaiting_decision" | "post_plan_completed" | "tf_policy_checked" | "tf_policy_override" | "cost_estimating" | "cost_estimated" | "policy_checking" | "policy_override" | "policy_soft_failed" | "policy_checked" | "confirmed" | "pre_apply_running" | "pre_apply_completed" | "queuing_apply" | "apply_queued" | "applying" | "post_apply_running" | "post_apply_completed" | "applied" | "planned_and_finished" | "planned_and_saved" | "discarded" | "errored" | "canceled" | "force_canceled" | "assessing" | "assessed";
        /**
         * @description When the run reached each of its states, RFC 3339 in whole seconds; only states that it reached have a key.
         *     Most keys are the status in kebab-case and `-at`; `fetching_completed` has `fetched-at`, a pending run has
         *     `plan-queueable-at`, and some statuses, `policy_checking` and `policy_override` among them, have none. UTC is
         *     written as `+00:00`; the vendor's sample of a force-cancel has `Z`.
         *
         *     (The vendor's sample shows a `pending` run with `planned-at` and `discarded-at`, which cannot be; the examples
         *     here show what a pending run has, `plan-queueable-at`.)
         */
        StatusTimestamps: {
            /**
             * Format: date-time
             * @description The run could be queued for its plan.
             */
            "plan-queueable-at"?: string;
            /**
             * Format: date-time
             * @description The configuration's fetching began.
             */
            "fetching-at"?: string;
            /**
             * Format: date-time
             * @description The configuration was fetched.
             */
            "fetched-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks before the plan began.
             */
            "pre-plan-running-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks before the plan ended.
             */
            "pre-plan-completed-at"?: string;
            /**
             * Format: date-time
             * @description The run went to the queue for plans.
             */
            "queuing-at"?: string;
            /**
             * Format: date-time
             * @description The plan was queued.
             */
            "plan-queued-at"?: string;
            /**
             * Format: date-time
             * @description The plan began.
             */
            "planning-at"?: string;
            /**
             * Format: date-time
             * @description The plan ended.
             */
            "planned-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks after the plan began.
             */
            "post-plan-running-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks after the plan ended.
             */
            "post-plan-completed-at"?: string;
            /**
             * Format: date-time
             * @description The Terraform policies had passed.
             */
            "tf-policy-checked-at"?: string;
            /**
             * Format: date-time
             * @description A Terraform policy asked for an override.
             */
            "tf-policy-override-at"?: string;
            /**
             * Format: date-time
             * @description The estimate of costs began.
             */
            "cost-estimating-at"?: string;
            /**
             * Format: date-time
             * @description The estimate of costs ended.
             */
            "cost-estimated-at"?: string;
            /**
             * Format: date-time
             * @description The policies failed softly.
             */
            "policy-soft-failed-at"?: string;
            /**
             * Format: date-time
             * @description The policies had passed.
             */
            "policy-checked-at"?: string;
            /**
             * Format: date-time
             * @description Somebody confirmed the plan.
             */
            "confirmed-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks before the apply began.
             */
            "pre-apply-running-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks before the apply ended.
             */
            "pre-apply-completed-at"?: string;
            /**
             * Format: date-time
             * @description The run went to the queue for applies.
             */
            "queuing-apply-at"?: string;
            /**
             * Format: date-time
             * @description The apply was queued.
             */
            "apply-queued-at"?: string;
            /**
             * Format: date-time
             * @description The apply began.
             */
            "applying-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks after the apply began.
             */
            "post-apply-running-at"?: string;
            /**
             * Format: date-time
             * @description The run tasks after the apply ended.
             */
            "post-apply-completed-at"?: string;
            /**
             * Format: date-time
             * @description The apply ended.
             */
            "applied-at"?: string;
            /**
             * Format: date-time
             * @description The run ended with nothing to apply.
             */
            "planned-and-finished-at"?: string;
            /**
             * Format: date-time
             * @description The plan was saved.
             */
            "planned-and-saved-at"?: string;
            /**
             * Format: date-time
             * @description Somebody discarded the plan.
             */
            "discarded-at"?: string;
            /**
             * Format: date-time
             * @description The run failed.
             */
            "errored-at"?: string;
            /**
             * Format: date-time
             * @description The run was canceled, by force or not.
             */
            "canceled-at"?: string;
            /**
             * Format: date-time
             * @description The run was force-canceled.
             */
            "force-canceled-at"?: string;
            /**
             * Format: date-time
             * @description The health assessment ended.
             */
            "assessed-at"?: string;
        };
        /**
         * @description Absolute URLs of this listing's pages, with every parameter of the request kept. (The links of a single run are
         *     relative.)
         */
        PageLinks: {
            /**
             * Format: uri
             * @description This page.
             */
            self: string;
            /**
             * Format: uri
             * @description The first page.
             */
            first: string;
            /**
             * Format: uri
             * @description The page before this one, or `null` on the first.
             */
            prev: string | null;
            /**
             * Format: uri
             * @description The page after this one, or `null` on the last.
             */
            next: string | null;
            /**
             * Format: uri
             * @description The last page; page 1 if there is no run.
             */
            last: string;
        };
        /** @description Totals of the listing. */
        RunPageMeta: {
            pagination: components["schemas"]["Pagination"];
            "status-counts": components["schemas"]["StatusCounts"];
        };
        /** @description Where in the listing this page is. Pages count from 1. */
        Pagination: {
            /** @description The page that was asked for, even past the end. */
            "current-page": number;
            /** @description Runs on a full page. Current installations send it; the vendor's sample does not show it. */
            "page-size"?: number;
            /** @description The page before this one, or `null` on the first. Past the end it is the last page with runs. */
            "prev-page": number | null;
            /** @description The page after this one; `null` on the last, and then the listing is read whole. */
            "next-page": number | null;
            /** @description The number of pages; 0 if no run matches. */
            "total-pages": number;
            /** @description The number of runs that match the request. */
            "total-count": number;
        };
        /**
         * @description How many runs are in each status: of all that match `q`, `filter[from]` and `filter[to]`, whatever
         *     `filter[status]` says. Keys are statuses in kebab-case, unlike the values of `filter[status]`.
         *
         *     Only `total` is always there. (The vendor's sample has 12 statuses and lacks `plan-queued`, `apply-queued`,
         *     `cost-estimating`, `cost-estimated`, `policy-soft-failed` and `planned-and-finished`, so `total` need not be the
         *     sum.) Other statuses come as further keys.
         */
        StatusCounts: {
            /** @description Runs that are `pending`. */
            pending?: number;
            /** @description Runs that are `plan_queued`. */
            "plan-queued"?: number;
            /** @description Runs that are `planning`. */
            planning?: number;
            /** @description Runs that are `planned`. */
            planned?: number;
            /** @description Runs that are `cost_estimating`. */
            "cost-estimating"?: number;
            /** @description Runs that are `cost_estimated`. */
            "cost-estimated"?: number;
            /** @description Runs that are `policy_checking`. */
            "policy-checking"?: number;
            /** @description Runs that are `policy_override`. */
            "policy-override"?: number;
            /** @description Runs that are `policy_soft_failed`. */
            "policy-soft-failed"?: number;
            /** @description Runs that are `policy_checked`. */
            "policy-checked"?: number;
            /** @description Runs that are `confirmed`. */
            confirmed?: number;
            /** @description Runs that are `apply_queued`. */
            "apply-queued"?: number;
            /** @description Runs that are `applying`. */
            applying?: number;
            /** @description Runs that are `applied`. */
            applied?: number;
            /** @description Runs that are `planned_and_finished`. */
            "planned-and-finished"?: number;
            /** @description Runs that are `discarded`. */
            discarded?: number;
            /** @description Runs that are `errored`. */
            errored?: number;
            /** @description Runs that are `canceled`. */
            canceled?: number;
            /** @description Runs in any status. */
            total: number;
        };
        /**
         * Include path
         * @description A path of related resources that `include` takes.
         * @enum {string}
         */
        IncludePath: "workspace" | "workspace.organization" | "workspace.organization.owners";
        /** @description A related resource, told apart by its `type`. */
        IncludedResource: components["schemas"]["Workspace"] | components["schemas"]["Organization"] | components["schemas"]["User"];
        /** @description A workspace as the admin endpoints show it. */
        Workspace: {
            /**
             * @description The ID of the workspace, beginning with `ws-`.
             * @example ws-mJtb6bXGybq5zbf3
             */
            id: string;
            /**
             * @description The JSON:API type, always `workspaces`.
             * @constant
             * @enum {string}
             */
            type: "workspaces";
            /** @description What is known of the workspace. */
            attributes: {
                /**
                 * @description Its name, unique in its organization.
                 * @example network-prod
                 */
                name: string;
                /** @description Whether it is locked. A run in progress locks it. */
                locked?: boolean;
                /** @description The repository that its configuration comes from; `null` without VCS. */
                "vcs-repo"?: {
                    /**
                     * @description The repository's identifier, `:org/:repo`.
                     * @example acme/network
                     */
                    identifier?: string;
                } | null;
            };
            /** @description What the workspace belongs to. */
            relationships?: {
                /** @description The organization that owns the workspace. */
                organization?: {
                    data: components["schemas"]["OrganizationIdentifier"];
                };
                /** @description The run that the workspace is busy with, or the last one. */
                "current-run"?: {
                    /** @description The run, or `null` if there was none. */
                    data: components["schemas"]["RunIdentifier"] | null;
                };
            };
            /** @description Where else to find the workspace. */
            links?: {
                /**
                 * Format: uri-reference
                 * @description Its path outside of the admin API, relative to the installation.
                 */
                self?: string;
            };
        };
        /** @description An organization as the admin endpoints show it. Its ID is its name. */
        Organization: {
            /**
             * @description The name of the organization. (`external-id` is the one that begins with `org-`.)
             * @example acme
             */
            id: string;
            /**
             * @description The JSON:API type, always `organizations`.
             * @constant
             * @enum {string}
             */
            type: "organizations";
            /** @description What is known of the organization. */
            attributes: {
                /**
                 * @description Its name, unique in the installation.
                 * @example acme
                 */
                name: string;
                /** @description An ID that survives renaming, beginning with `org-`. */
                "external-id"?: string;
                /** @description The e-mail address for notices to the organization. */
                "notification-email"?: string;
                /** @description Whether it is disabled, so that nobody can use it. */
                "is-disabled"?: boolean;
                /** @description Whether it may use beta versions of Terraform. */
                "access-beta-tools"?: boolean;
                /** @description How long a plan may take, such as `2h`; `null` for the installation's own limit. */
                "plan-timeout"?: string | null;
                /** @description How long an apply may take, such as `24h`; `null` for the installation's own limit. */
                "apply-timeout"?: string | null;
                /** @description The name of `plan-timeout` on older installations; deprecated. */
                "terraform-build-worker-plan-timeout"?: string | null;
                /** @description The name of `apply-timeout` on older installations; deprecated. */
                "terraform-build-worker-apply-timeout"?: string | null;
                /** @description Whether its workers may use sudo. */
                "terraform-worker-sudo-enabled"?: boolean;
                /** @description Whether its modules are shared with every organization. */
                "global-module-sharing"?: boolean | null;
                /** @description Whether its providers are shared with every organization. Absent on older installations. */
                "global-provider-sharing"?: boolean | null;
                /** @description Whether single sign-on is enabled for it. */
                "sso-enabled"?: boolean;
                /** @description How many workspaces it may have; `null` for no limit. */
                "workspace-limit"?: number | null;
            };
            /** @description Who belongs to the organization. */
            relationships?: {
                /** @description The members of its team of owners. */
                owners?: {
                    /** @description The owners; themselves in `included` if `include` asked for them. */
                    data: components["schemas"]["UserIdentifier"][];
                };
            };
            /** @description Where else to find the organization. */
            links?: {
                /**
                 * Format: uri-reference
                 * @description Its path in the admin API, relative to the installation.
                 */
                self?: string;
            };
        };
        /** @description A user as the admin endpoints show one; here always an owner of an organization. */
        User: {
            /**
             * @description The ID of the user, beginning with `user-`.
             * @example user-Vt2uNbXN7wYsXq8c
             */
            id: string;
            /**
             * @description The JSON:API type, always `users`.
             * @constant
             * @enum {string}
             */
            type: "users";
            /** @description What is known of the user. */
            attributes: {
                /**
                 * @description The name to sign in with.
                 * @example amara
                 */
                username: string;
                /** @description The user's e-mail address. */
                email?: string | null;
                /** @description The address of the user's picture. */
                "avatar-url"?: string | null;
                /** @description Whether the user is a site administrator. */
                "is-admin"?: boolean;
                /** @description Whether the user may not sign in. */
                "is-suspended"?: boolean;
                /** @description Whether it is a program's account instead of a person's. */
                "is-service-account"?: boolean;
            };
            /** @description What the user belongs to. */
            relationships?: {
                /** @description The organizations that the user is a member of. */
                organizations?: {
                    /** @description The organizations. */
                    data: components["schemas"]["OrganizationIdentifier"][];
                };
            };
            /** @description Where else to find the user. */
            links?: {
                /**
                 * Format: uri-reference
                 * @description The user's path outside of the admin API, relative to the installation.
                 */
                self?: string;
            };
        };
        /** @description A reference to a run. */
        RunIdentifier: {
            /** @description The ID of the run. */
            id: string;
            /**
             * @description The JSON:API type, always `runs`.
             * @constant
             * @enum {string}
             */
            type: "runs";
        };
        /** @description A reference to a workspace. */
        WorkspaceIdentifier: {
            /** @description The ID of the workspace. */
            id: string;
            /**
             * @description The JSON:API type, always `workspaces`.
             * @constant
             * @enum {string}
             */
            type: "workspaces";
        };
        /** @description A reference to an organization. */
        OrganizationIdentifier: {
            /** @description The name of the organization. */
            id: string;
            /**
             * @description The JSON:API type, always `organizations`.
             * @constant
             * @enum {string}
             */
            type: "organizations";
        };
        /** @description A reference to a user. */
        UserIdentifier: {
            /** @description The ID of the user. */
            id: string;
            /**
             * @description The JSON:API type, always `users`.
             * @constant
             * @enum {string}
             */
            type: "users";
        };
        /** @description Why a run is force-canceled. Plain JSON, not wrapped in `data`. */
        ForceCancelRequest: {
            /**
             * @description An explanation for those who will ask why the run was force-canceled; absent and `null` mean none.
             * @example This run was stuck and would never finish.
             */
            comment?: string | null;
        };
        /** @description A JSON:API error document. */
        ErrorDocument: {
            /** @description What went wrong, one object for each problem. */
            errors: components["schemas"]["ErrorObject"][];
        };
        /** @description A JSON:API error object. */
        ErrorObject: {
            /**
             * @description The HTTP status, as a string. (A sample of the vendor's shows the number 429; that breaks clients, and
             *     JSON:API wants a string.)
             * @example 404
             */
            status: string;
            /**
             * @description What kind of error this is, the same for every error of the kind.
             * @example not found
             */
            title: string;
            /** @description What is wrong in this very request. */
            detail?: string;
            /** @description What part of the request is at fault. */
            source?: {
                /**
                 * @description A JSON pointer into the request's body.
                 * @example /comment
                 */
                pointer?: string;
                /**
                 * @description The name of a query parameter.
                 * @example page[number]
                 */
                parameter?: string;
                /**
                 * @description The name of a request header.
                 * @example Content-Type
                 */
                header?: string;
            };
        };
    };
    responses: {
        /** @description The token is missing or unknown */
        Unauthorized: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "TFP-API-Version": components["headers"]["ApiVersion"];
                "X-TFE-Version": components["headers"]["TfeVersion"];
                "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /**
         * @description Too many requests in this second. The request was not carried out, so any request, a force-cancel too, may be
         *     sent again.
         */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                /**
                 * @description Requests left in this second; none.
                 * @example 0
                 */
                "X-RateLimit-Remaining"?: number;
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "TFP-API-Version": components["headers"]["ApiVersion"];
                "X-TFE-Version": components["headers"]["TfeVersion"];
                "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /**
         * @description Any other error, of the platform or of a proxy before it. A proxy's answer may not be JSON. After an error like
         *     this a force-cancel may have been carried out or not: list the run before you send it again.
         */
        UnexpectedError: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "TFP-API-Version": components["headers"]["ApiVersion"];
                "X-TFE-Version": components["headers"]["TfeVersion"];
                "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Requests allowed each second; 30 unless the installation's administrator set another limit.
         * @example 30
         */
        RateLimitLimit: number;
        /**
         * @description Requests left in this second.
         * @example 29
         */
        RateLimitRemaining: number;
        /**
         * @description Seconds until the limit is reset, with a fraction.
         * @example 0.5
         */
        RateLimitReset: number;
        /**
         * @description Seconds to wait before trying again. The vendor does not document it, and an installation may leave it out:
         *     `X-RateLimit-Reset` is the one to rely on.
         * @example 1
         */
        RetryAfter: number;
        /**
         * @description The version of the platform's API. Absent on some installations.
         * @example 2.6
         */
        ApiVersion: string;
        /**
         * @description The release of Terraform Enterprise, by its month. Absent on some installations.
         * @example v202301-1
         */
        TfeVersion: string;
        /**
         * @description An ID of this request, to be named in a report. The vendor does not document it; it may be absent.
         * @example 8a4e1b0c-5d8f-4a4e-9c57-2f6f5c1d7e21
         */
        RequestId: string;
        /**
         * @description The release of Terraform Enterprise, by its number, since 1.0.3. Absent on some installations.
         * @example 1.0.3
         */
        TfeCurrentVersion: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAdminRuns: {
        parameters: {
            query?: {
                /**
                 * @description Search text. Matches a part of the workspace's name, of the organization's name or e-mail address, or of the
                 *     VCS repository's identifier (`:org/:repo`), whatever the case; or a run's whole ID. Empty is as if absent.
                 */
                q?: string;
                /**
                 * @description Statuses to list, separated by commas; absent means all. The vendor's page names 18 of them
                 *     (`x-admin-page-statuses` of `RunStatus`); others that the platform uses may be filtered by too.
                 *
                 *     Beware: the platform answers a status that it does not know, and an empty value, with an empty list instead
                 *     of an error.
                 * @example [
                 *       "planning",
                 *       "applying"
                 *     ]
                 */
                "filter[status]"?: components["schemas"]["RunStatus"][];
                /**
                 * @description Lists runs created at this instant or later; RFC 3339, any offset (percent-encode its `+`).
                 *     Since Terraform Enterprise of mid-2024; an older installation ignores it and lists everything.
                 * @example 2026-01-01T00:00:00Z
                 */
                "filter[from]"?: string;
                /**
                 * @description Lists runs created at this instant or earlier; RFC 3339, any offset (percent-encode its `+`). Earlier than
                 *     `filter[from]` gives an empty list.
                 *     Since Terraform Enterprise of mid-2024; an older installation ignores it and lists everything.
                 * @example 2026-01-31T23:59:59Z
                 */
                "filter[to]"?: string;
                /**
                 * @description The page to return, counted from 1. A page past the end is empty, with true totals, and no error.
                 * @example 1
                 */
                "page[number]"?: number;
                /**
                 * @description The number of runs on a page, 1 to 100.
                 * @example 20
                 */
                "page[size]"?: number;
                /**
                 * @description Related resources to return in `included`, separated by commas. A nested path brings its parents too, and
                 *     each resource comes once. An unknown path is answered with 400. Empty is as if absent.
                 *
                 *     (The vendor's page prints this table below force-cancel, yet calls it "this GET endpoint": it belongs here.)
                 * @example [
                 *       "workspace.organization"
                 *     ]
                 */
                include?: components["schemas"]["IncludePath"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["RunPage"];
                };
            };
            /** @description A parameter has a value that cannot be read */
            400: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorDocument"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description The client is not a site administrator */
            404: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorDocument"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    forceCancelAdminRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The ID of the run to cancel.
                 * @example run-VCsNJXa59eUza53R
                 */
                run_id: string;
            };
            cookie?: never;
        };
        /**
         * @description A plain JSON object, not a JSON:API document, or nothing at all: no body, `null`, `{}`, `{"comment": null}` and
         *     `{"comment": "…"}` are all right. (The vendor's overview of its API wants a JSON:API document of every POST; its
         *     page of this endpoint, and every client, send plain JSON.)
         */
        requestBody?: {
            content: {
                "application/vnd.api+json": components["schemas"]["ForceCancelRequest"] | null;
            };
        };
        responses: {
            /** @description The run, now canceled */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["RunDocument"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorDocument"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description There is no run with this ID, or the client is not a site administrator */
            404: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorDocument"];
                };
            };
            /** @description The run is final already; nothing was changed */
            409: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorDocument"];
                };
            };
            /** @description The `Content-Type` is not `application/vnd.api+json` */
            415: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorDocument"];
                };
            };
            /** @description The body is JSON, but not what this endpoint takes */
            422: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "TFP-API-Version": components["headers"]["ApiVersion"];
                    "X-TFE-Version": components["headers"]["TfeVersion"];
                    "X-TFE-Current-Version": components["headers"]["TfeCurrentVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorDocument"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
}
type FlattenedDeepRequired<T> = {
    [K in keyof T]-?: FlattenedDeepRequired<T[K] extends unknown[] | undefined | null ? Extract<T[K], unknown[]>[number] : T[K]>;
};
type ReadonlyArray<T> = [
    Exclude<T, undefined>
] extends [
    unknown[]
] ? Readonly<Exclude<T, undefined>> : Readonly<Exclude<T, undefined>[]>;
export const runStatusValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["RunStatus"]> = ["pending", "fetching", "fetching_completed", "pre_plan_running", "pre_plan_awaiting_decision", "pre_plan_completed", "queuing", "plan_queued", "planning", "planned", "post_plan_running", "post_plan_awaiting_decision", "post_plan_completed", "tf_policy_checked", "tf_policy_override", "cost_estimating", "cost_estimated", "policy_checking", "policy_override", "policy_soft_failed", "policy_checked", "confirmed", "pre_apply_running", "pre_apply_completed", "queuing_apply", "apply_queued", "applying", "post_apply_running", "post_apply_completed", "applied", "planned_and_finished", "planned_and_saved", "discarded", "errored", "canceled", "force_canceled", "assessing", "assessed"];
export const includePathValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["IncludePath"]> = ["workspace", "workspace.organization", "workspace.organization.owners"];
/** @description One page of a listing of runs, a JSON:API document. */
export type RunPage = components["schemas"]["RunPage"];
/** @description One run, a JSON:API document. */
export type RunDocument = components["schemas"]["RunDocument"];
/** @description A run as the admin endpoints show it. It has far fewer attributes than the same run at `/api/v2/runs/{run_id}`. */
export type Run = components["schemas"]["Run"];
/** @description What is known of a run. */
export type RunAttributes = components["schemas"]["RunAttributes"];
/** @description What a run belongs to. */
export type RunRelationships = components["schemas"]["RunRelationships"];
/** @description Where else to find this run. */
export type RunLinks = components["schemas"]["RunLinks"];
/**
 * Run status
 * @description A state of a run that the platform is known to use. Names are in snake_case here and in `filter[status]`, but
 *     in kebab-case as keys of `status-counts`.
 *
 *     Each is either queued for a worker (`x-queued-statuses`), running (`x-running-statuses`), perhaps waiting for a
 *     person (`x-waiting-statuses`) or final, never to be left (`x-final-statuses`). `x-admin-page-statuses` lists the
 *     18 that the vendor's page documents for `filter[status]`; the others come from the platform's other pages and
 *     clients.
 * @enum {string}
 */
export type RunStatus = components["schemas"]["RunStatus"];
/**
 * @description When the run reached each of its states, RFC 3339 in whole seconds; only states that it reached have a key.
 *     Most keys are the status in kebab-case and `-at`; `fetching_completed` has `fetched-at`, a pending run has
 *     `plan-queueable-at`, and some statuses, `policy_checking` and `policy_override` among them, have none. UTC is
 *     written as `+00:00`; the vendor's sample of a force-cancel has `Z`.
 *
 *     (The vendor's sample shows a `pending` run with `planned-at` and `discarded-at`, which cannot be; the examples
 *     here show what a pending run has, `plan-queueable-at`.)
 */
export type StatusTimestamps = components["schemas"]["StatusTimestamps"];
/**
 * @description Absolute URLs of this listing's pages, with every parameter of the request kept. (The links of a single run are
 *     relative.)
 */
export type PageLinks = components["schemas"]["PageLinks"];
/** @description Totals of the listing. */
export type RunPageMeta = components["schemas"]["RunPageMeta"];
/** @description Where in the listing this page is. Pages count from 1. */
export type Pagination = components["schemas"]["Pagination"];
/**
 * @description How many runs are in each status: of all that match `q`, `filter[from]` and `filter[to]`, whatever
 *     `filter[status]` says. Keys are statuses in kebab-case, unlike the values of `filter[status]`.
 *
 *     Only `total` is always there. (The vendor's sample has 12 statuses and lacks `plan-queued`, `apply-queued`,
 *     `cost-estimating`, `cost-estimated`, `policy-soft-failed` and `planned-and-finished`, so `total` need not be the
 *     sum.) Other statuses come as further keys.
 */
export type StatusCounts = components["schemas"]["StatusCounts"];
/**
 * Include path
 * @description A path of related resources that `include` takes.
 * @enum {string}
 */
export type IncludePath = components["schemas"]["IncludePath"];
/** @description A related resource, told apart by its `type`. */
export type IncludedResource = components["schemas"]["IncludedResource"];
/** @description A workspace as the admin endpoints show it. */
export type Workspace = components["schemas"]["Workspace"];
/** @description An organization as the admin endpoints show it. Its ID is its name. */
export type Organization = components["schemas"]["Organization"];
/** @description A user as the admin endpoints show one; here always an owner of an organization. */
export type User = components["schemas"]["User"];
/** @description A reference to a run. */
export type RunIdentifier = components["schemas"]["RunIdentifier"];
/** @description A reference to a workspace. */
export type WorkspaceIdentifier = components["schemas"]["WorkspaceIdentifier"];
/** @description A reference to an organization. */
export type OrganizationIdentifier = components["schemas"]["OrganizationIdentifier"];
/** @description A reference to a user. */
export type UserIdentifier = components["schemas"]["UserIdentifier"];
/** @description Why a run is force-canceled. Plain JSON, not wrapped in `data`. */
export type ForceCancelRequest = components["schemas"]["ForceCancelRequest"];
/** @description A JSON:API error document. */
export type ErrorDocument = components["schemas"]["ErrorDocument"];
/** @description A JSON:API error object. */
export type ErrorObject = components["schemas"]["ErrorObject"];

export const queuedStatuses = ["pending","queuing","plan_queued","queuing_apply","apply_queued"] as const;
export const runningStatuses = ["fetching","fetching_completed","pre_plan_running","pre_plan_completed","planning","post_plan_running","cost_estimating","policy_checking","confirmed","pre_apply_running","pre_apply_completed","applying","post_apply_running","post_apply_completed","assessing"] as const;
export const waitingStatuses = ["pre_plan_awaiting_decision","planned","post_plan_awaiting_decision","post_plan_completed","tf_policy_checked","tf_policy_override","cost_estimated","policy_override","policy_checked","planned_and_saved"] as const;
export const finalStatuses = ["policy_soft_failed","applied","planned_and_finished","discarded","errored","canceled","force_canceled","assessed"] as const;
