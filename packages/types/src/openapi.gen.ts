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
         *     page at a time. A run is listed if it matches all filters.
         *
         *     To read all pages, follow `meta.pagination.next-page` until it is `null`. Each page is a snapshot: runs can move
         *     from one page to another while you read.
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
         * @description **This can lose state.** Forces a run, including its plan and apply, into the `canceled` state immediately,
         *     whatever it is doing. Use it only for runs that are stuck and no longer progress: if a healthy run is
         *     force-canceled while it applies, the state that it was about to write may be lost. Users can cancel healthy runs
         *     themselves. Follow the steps in the section “Before you force-cancel”.
         *
         *     Any run that is not final can be force-canceled, without an earlier cancel or a cool-off period. (The endpoint
         *     for users, `/api/v2/runs/{run_id}/actions/force-cancel`, requires both.) A final run gets 409 and does not change.
         *
         *     A 404 has two possible causes, and the response is the same for both. To tell them apart, list the runs with the
         *     same token: if that gets 404 too, the owner of the token is not a site administrator; otherwise, no run has this
         *     ID.
         *
         *     The `Content-Type` must be `application/vnd.api+json` even without a body.
         *
         *     (The vendor's page prints this path without `/api/v2`, and "cancelled" in a heading. Servers use `/api/v2` and
         *     `canceled`.)
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
            /** @description The runs of this page, newest first. Empty if no run matches, and past the last page. */
            data: components["schemas"]["Run"][];
            /** @description The related resources that `include` requested, each once. Absent without `include`. */
            included?: components["schemas"]["IncludedResource"][];
            links: components["schemas"]["PageLinks"];
            meta: components["schemas"]["RunPageMeta"];
        };
        /** @description One run, a JSON:API document. */
        RunDocument: {
            data: components["schemas"]["Run"];
        };
        /** @description A run as the admin endpoints show it. It has fewer attributes than the same run at `/api/v2/runs/{run_id}`. */
        Run: {
            /**
             * @description The run ID, `run-` followed by 16 letters and digits.
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
        /** @description The attributes of a run. */
        RunAttributes: {
            /**
             * @description The status of the run. An installation may use a status that is not listed here, so expect any string.
             *
             *     (After a force-cancel, the vendor's sample response has `errored`. Its text, and the platform, say `canceled`.)
             */
            status: components["schemas"]["RunStatus"] | (string & {});
            "status-timestamps": components["schemas"]["StatusTimestamps"];
            /** @description Whether the plan contains changes. */
            "has-changes": boolean;
            /**
             * Format: date-time
             * @description When the run was created. UTC with milliseconds, ending in `Z`.
             * @example 2018-03-02T23:42:06.651Z
             */
            "created-at": string;
        };
        /** @description The resources that a run belongs to. */
        RunRelationships: {
            /** @description The workspace of the run. `included` contains it if `include` requested it. */
            workspace: {
                data: components["schemas"]["WorkspaceIdentifier"];
            };
        };
        /** @description The links of a run. */
        RunLinks: {
            /**
             * @description The path of the run in the general API, relative to the installation.
             * @example /api/v2/runs/run-VCsNJXa59eUza53R
             */
            self?: string;
        };
        /**
         * Run status
         * @description A status that the platform is known to use. Written in snake_case here and in `filter[status]`, but in kebab-case
         *     in the keys of `status-counts`.
         *
         *     Each status is **queued** (for a worker, or behind another run), **running**, **waiting** (possibly for a person)
         *     or **final** (the run never changes again).
         *
         *     (The vendor's page about this API lists 18 statuses, which are marked “documented”. The others come from the
         *     platform's other pages and from its clients.)
         * @enum {string}
         */
        RunStatus: "pending" | "fetching" | "fetching_completed" | "pre_plan_running" | "pre_plan_awaiting_decision" | "pre_plan_completed" | "plan_queueable" | "queuing" | "plan_queued" | "planning" | "planned" | "post_plan_running" | "post_plan_awaiting_decision" | "post_plan_completed" | "tf_policy_checked" | "tf_policy_override" | "cost_estimating" | "cost_estimated" | "policy_checking" | "policy_override" | "policy_soft_failed" | "policy_checked" | "confirmed" | "pre_apply_running" | "pre_apply_completed" | "queuing_apply" | "apply_queued" | "applying" | "post_apply_running" | "post_apply_completed" | "applied" | "planned_and_finished" | "planned_and_saved" | "discarded" | "errored" | "canceled" | "force_canceled" | "assessing" | "assessed";
        /**
         * @description When the run reached each status. RFC 3339 in whole seconds; UTC is usually written as `+00:00`. Only statuses
         *     that the run reached have a key.
         *
         *     A key is the status in kebab-case followed by `-at`, with two exceptions: `fetching_completed` has `fetched-at`,
         *     and a `pending` run has `plan-queueable-at`. Some statuses, such as `policy_checking` and `policy_override`, have
         *     no key.
         *
         *     (The vendor's sample shows a `pending` run with `planned-at` and `discarded-at`, which is impossible. Its sample of
         *     a force-cancel writes UTC as `Z`.)
         */
        StatusTimestamps: {
            /**
             * Format: date-time
             * @description The run was ready for the queue of plans.
             */
            "plan-queueable-at"?: string;
            /**
             * Format: date-time
             * @description Fetching the configuration began.
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
             * @description The run entered the queue of plans.
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
             * @description The Terraform policies passed.
             */
            "tf-policy-checked-at"?: string;
            /**
             * Format: date-time
             * @description A Terraform policy required an override.
             */
            "tf-policy-override-at"?: string;
            /**
             * Format: date-time
             * @description The cost estimate began.
             */
            "cost-estimating-at"?: string;
            /**
             * Format: date-time
             * @description The cost estimate ended.
             */
            "cost-estimated-at"?: string;
            /**
             * Format: date-time
             * @description The policies failed softly.
             */
            "policy-soft-failed-at"?: string;
            /**
             * Format: date-time
             * @description The policies passed.
             */
            "policy-checked-at"?: string;
            /**
             * Format: date-time
             * @description The plan was confirmed.
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
             * @description The run entered the queue of applies.
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
             * @description The plan was discarded.
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
        /** @description Absolute URLs of the pages, with every parameter of the request. The links of a single run are relative. */
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
             * @description The previous page, or `null` on the first page.
             */
            prev: string | null;
            /**
             * Format: uri
             * @description The next page, or `null` on the last page.
             */
            next: string | null;
            /**
             * Format: uri
             * @description The last page, or page 1 if no run matches.
             */
            last: string;
        };
        /** @description Pagination and counts. */
        RunPageMeta: {
            pagination: components["schemas"]["Pagination"];
            "status-counts": components["schemas"]["StatusCounts"];
        };
        /** @description The position of this page. Pages are counted from 1. */
        Pagination: {
            /** @description The requested page, even if it is past the end. */
            "current-page": number;
            /** @description The maximum number of runs on a page. Absent on older installations and in the vendor's sample. */
            "page-size"?: number;
            /** @description The previous page, or `null` on the first page. Past the end, the last page that has runs. */
            "prev-page": number | null;
            /** @description The next page, or `null` on the last page. */
            "next-page": number | null;
            /** @description The number of pages, 0 if no run matches. */
            "total-pages": number;
            /** @description The number of runs that match the request. */
            "total-count": number;
        };
        /**
         * @description The number of runs in each status, among the runs that match `q`, `filter[from]` and `filter[to]`.
         *     `filter[status]` does not affect it. Keys are statuses in kebab-case, unlike the values of `filter[status]`.
         *
         *     Only `total` is always present. Statuses that are not listed here may appear as further keys.
         *
         *     (The vendor's sample lacks `plan-queued`, `apply-queued`, `cost-estimating`, `cost-estimated`,
         *     `policy-soft-failed` and `planned-and-finished`, so do not expect `total` to be the sum of the other values.)
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
         * @description A path of related resources for `include`.
         * @enum {string}
         */
        IncludePath: "workspace" | "workspace.organization" | "workspace.organization.owners";
        /** @description A related resource. Its `type` says which one. */
        IncludedResource: components["schemas"]["Workspace"] | components["schemas"]["Organization"] | components["schemas"]["User"];
        /** @description A workspace as the admin endpoints show it. */
        Workspace: {
            /**
             * @description The workspace ID, which begins with `ws-`.
             * @example ws-mJtb6bXGybq5zbf3
             */
            id: string;
            /**
             * @description The JSON:API type, always `workspaces`.
             * @constant
             * @enum {string}
             */
            type: "workspaces";
            /** @description The attributes of the workspace. */
            attributes: {
                /**
                 * @description The name, which is unique in the organization.
                 * @example network-prod
                 */
                name: string;
                /** @description Whether the workspace is locked. A run in progress locks it. */
                locked?: boolean;
                /** @description The repository of the configuration, or `null` without VCS. */
                "vcs-repo"?: {
                    /**
                     * @description The repository identifier, `:org/:repo`.
                     * @example acme/network
                     */
                    identifier?: string;
                } | null;
            };
            /** @description The resources related to the workspace. */
            relationships?: {
                /** @description The organization that owns the workspace. */
                organization?: {
                    data: components["schemas"]["OrganizationIdentifier"];
                };
                /** @description The run in progress, or the last run. */
                "current-run"?: {
                    /** @description A reference to the run, or `null` if the workspace had no run yet. */
                    data: {
                        /** @description The run ID. */
                        id: string;
                        /**
                         * @description The JSON:API type, always `runs`.
                         * @constant
                         * @enum {string}
                         */
                        type: "runs";
                    } | null;
                };
            };
            /** @description The links of the workspace. */
            links?: {
                /** @description The path of the workspace in the general API, relative to the installation. */
                self?: string;
            };
        };
        /** @description An organization as the admin endpoints show it. The ID is the name. */
        Organization: {
            /**
             * @description The organization name. (The ID that begins with `org-` is `external-id`.)
             * @example acme
             */
            id: string;
            /**
             * @description The JSON:API type, always `organizations`.
             * @constant
             * @enum {string}
             */
            type: "organizations";
            /** @description The attributes of the organization. */
            attributes: {
                /**
                 * @description The name, which is unique in the installation.
                 * @example acme
                 */
                name: string;
                /** @description An ID that survives renaming and begins with `org-`. */
                "external-id"?: string;
                /** @description The email address for notifications. */
                "notification-email"?: string;
                /** @description Whether the organization is disabled. */
                "is-disabled"?: boolean;
                /** @description Whether the organization may use beta versions of Terraform. */
                "access-beta-tools"?: boolean;
                /** @description The longest duration of a plan, such as `2h`, or `null` for the installation's limit. */
                "plan-timeout"?: string | null;
                /** @description The longest duration of an apply, such as `24h`, or `null` for the installation's limit. */
                "apply-timeout"?: string | null;
                /** @description The former name of `plan-timeout`, used by older installations. Deprecated. */
                "terraform-build-worker-plan-timeout"?: string | null;
                /** @description The former name of `apply-timeout`, used by older installations. Deprecated. */
                "terraform-build-worker-apply-timeout"?: string | null;
                /** @description Whether workers may use sudo. */
                "terraform-worker-sudo-enabled"?: boolean;
                /** @description Whether the modules are shared with every organization. */
                "global-module-sharing"?: boolean | null;
                /** @description Whether the providers are shared with every organization. Absent on older installations. */
                "global-provider-sharing"?: boolean | null;
                /** @description Whether single sign-on is enabled. */
                "sso-enabled"?: boolean;
                /** @description The maximum number of workspaces, or `null` for no limit. */
                "workspace-limit"?: number | null;
            };
            /** @description The resources related to the organization. */
            relationships?: {
                /** @description The members of the owners team. */
                owners?: {
                    /** @description References to the owners. `included` contains them if `include` requested them. */
                    data: components["schemas"]["UserIdentifier"][];
                };
            };
            /** @description The links of the organization. */
            links?: {
                /** @description The path of the organization in the admin API, relative to the installation. */
                self?: string;
            };
        };
        /** @description A user as the admin endpoints show it. Here it is always an owner of an organization. */
        User: {
            /**
             * @description The user ID, which begins with `user-`.
             * @example user-Vt2uNbXN7wYsXq8c
             */
            id: string;
            /**
             * @description The JSON:API type, always `users`.
             * @constant
             * @enum {string}
             */
            type: "users";
            /** @description The attributes of the user. */
            attributes: {
                /**
                 * @description The name that the user signs in with.
                 * @example amara
                 */
                username: string;
                /** @description The email address. */
                email?: string | null;
                /** @description The URL of the avatar. */
                "avatar-url"?: string | null;
                /** @description Whether the user is a site administrator. */
                "is-admin"?: boolean;
                /** @description Whether the user is suspended and cannot sign in. */
                "is-suspended"?: boolean;
                /** @description Whether the account belongs to a program. */
                "is-service-account"?: boolean;
            };
            /** @description The resources related to the user. */
            relationships?: {
                /** @description The organizations of the user. */
                organizations?: {
                    /** @description References to the organizations. */
                    data: components["schemas"]["OrganizationIdentifier"][];
                };
            };
            /** @description The links of the user. */
            links?: {
                /** @description The path of the user in the general API, relative to the installation. */
                self?: string;
            };
        };
        /** @description A reference to a workspace. */
        WorkspaceIdentifier: {
            /** @description The workspace ID. */
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
            /** @description The organization name. */
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
            /** @description The user ID. */
            id: string;
            /**
             * @description The JSON:API type, always `users`.
             * @constant
             * @enum {string}
             */
            type: "users";
        };
        /** @description The body of a force-cancel request. Plain JSON that is not wrapped in `data`. */
        ForceCancelRequest: {
            /**
             * @description An explanation of why the run was force-canceled. `null` means the same as no comment.
             * @example This run was stuck and would never finish.
             */
            comment?: string | null;
        };
        /** @description A JSON:API error document. */
        ErrorDocument: {
            /** @description The problems, one object for each. */
            errors: components["schemas"]["ErrorObject"][];
        };
        /** @description A JSON:API error object. */
        ErrorObject: {
            /**
             * @description The HTTP status, as a string.
             *
             *     (One of the vendor's samples has the number 429. JSON:API requires a string, and a number breaks clients.)
             * @example 404
             */
            status: string;
            /**
             * @description The kind of error.
             * @example not found
             */
            title: string;
            /** @description What is wrong with this request. */
            detail?: string;
            /** @description The part of the request that caused the error. */
            source?: {
                /**
                 * @description A JSON pointer into the request body.
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
        /** @description The token is missing, unknown or expired */
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
        /** @description Too many requests; this one was not carried out and can be sent again */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                /**
                 * @description Requests left in the current second, which is 0.
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
        /** @description Any other error, from the platform or from a proxy in front of it */
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
         * @description Requests allowed per second. 30, unless the installation's administrator set another limit.
         * @example 30
         */
        RateLimitLimit: number;
        /**
         * @description Requests left in the current second.
         * @example 29
         */
        RateLimitRemaining: number;
        /**
         * @description Seconds until the limit resets, with a fraction.
         * @example 0.5
         */
        RateLimitReset: number;
        /**
         * @description Seconds to wait before sending the request again. Not documented by the vendor and not sent by every
         *     installation: rely on `X-RateLimit-Reset`.
         * @example 1
         */
        RetryAfter: number;
        /**
         * @description The version of the platform's API. Absent on some installations.
         * @example 2.6
         */
        ApiVersion: string;
        /**
         * @description The release of Terraform Enterprise, named by its month. Absent on some installations.
         * @example v202301-1
         */
        TfeVersion: string;
        /**
         * @description The ID of this request, for support. Not documented by the vendor; absent on some installations.
         * @example 8a4e1b0c-5d8f-4a4e-9c57-2f6f5c1d7e21
         */
        RequestId: string;
        /**
         * @description The release number of Terraform Enterprise, sent since 1.0.3. Absent on older installations.
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
                 * @description Search text. Matches a whole run ID, or a part of the workspace name, the organization name or email address,
                 *     or the VCS repository identifier (`:org/:repo`), ignoring case. An empty value is ignored.
                 */
                q?: string;
                /**
                 * @description Statuses to list, separated by commas. Omit the parameter to list all runs.
                 *
                 *     The platform returns an empty list, not an error, for a status that it does not know and for an empty value.
                 *
                 *     (The vendor's page lists 18 of the statuses, which are marked “documented”. Its own clients filter by others too.)
                 * @example [
                 *       "planning",
                 *       "applying"
                 *     ]
                 */
                "filter[status]"?: components["schemas"]["RunStatus"][];
                /**
                 * @description Lists runs created at this time or later. RFC 3339 with any offset; percent-encode a `+`. Available since
                 *     mid-2024: older installations ignore it and list all runs.
                 * @example 2026-01-01T00:00:00Z
                 */
                "filter[from]"?: string;
                /**
                 * @description Lists runs created at this time or earlier. RFC 3339 with any offset; percent-encode a `+`. A time before
                 *     `filter[from]` returns an empty list. Available since mid-2024: older installations ignore it and list all
                 *     runs.
                 * @example 2026-01-31T23:59:59Z
                 */
                "filter[to]"?: string;
                /**
                 * @description The page to return, counted from 1. A page past the end is empty and still has the totals; it is not an error.
                 * @example 1
                 */
                "page[number]"?: number;
                /**
                 * @description The maximum number of runs on a page, from 1 to 100.
                 * @example 20
                 */
                "page[size]"?: number;
                /**
                 * @description Related resources to return in `included`, separated by commas. A nested path also includes its parents, and
                 *     each resource is included once. An unknown path gets 400. An empty value is ignored.
                 *
                 *     (The vendor's page prints this table below force-cancel, but refers to "this GET endpoint", which is this one.)
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
            /** @description A parameter has an invalid value */
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
            /** @description The owner of the token is not a site administrator */
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
         * @description A plain JSON object that is not wrapped in `data`. A missing body and the JSON text `null` mean the
         *     same as `{}`: no comment.
         *
         *     (The vendor's API overview requires a JSON:API document in every POST. Its page about this endpoint, and every
         *     known client, send plain JSON.)
         */
        requestBody?: {
            content: {
                "application/vnd.api+json": components["schemas"]["ForceCancelRequest"];
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
            /** @description No run has this ID, or the owner of the token is not a site administrator */
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
            /** @description The run is already final and did not change */
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
            /** @description The body is JSON, but does not match the schema */
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
export const runStatusValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["RunStatus"]> = ["pending", "fetching", "fetching_completed", "pre_plan_running", "pre_plan_awaiting_decision", "pre_plan_completed", "plan_queueable", "queuing", "plan_queued", "planning", "planned", "post_plan_running", "post_plan_awaiting_decision", "post_plan_completed", "tf_policy_checked", "tf_policy_override", "cost_estimating", "cost_estimated", "policy_checking", "policy_override", "policy_soft_failed", "policy_checked", "confirmed", "pre_apply_running", "pre_apply_completed", "queuing_apply", "apply_queued", "applying", "post_apply_running", "post_apply_completed", "applied", "planned_and_finished", "planned_and_saved", "discarded", "errored", "canceled", "force_canceled", "assessing", "assessed"];
export const includePathValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["IncludePath"]> = ["workspace", "workspace.organization", "workspace.organization.owners"];
/** @description One page of a listing of runs, a JSON:API document. */
export type RunPage = components["schemas"]["RunPage"];
/** @description One run, a JSON:API document. */
export type RunDocument = components["schemas"]["RunDocument"];
/** @description A run as the admin endpoints show it. It has fewer attributes than the same run at `/api/v2/runs/{run_id}`. */
export type Run = components["schemas"]["Run"];
/** @description The attributes of a run. */
export type RunAttributes = components["schemas"]["RunAttributes"];
/** @description The resources that a run belongs to. */
export type RunRelationships = components["schemas"]["RunRelationships"];
/** @description The links of a run. */
export type RunLinks = components["schemas"]["RunLinks"];
/**
 * Run status
 * @description A status that the platform is known to use. Written in snake_case here and in `filter[status]`, but in kebab-case
 *     in the keys of `status-counts`.
 *
 *     Each status is **queued** (for a worker, or behind another run), **running**, **waiting** (possibly for a person)
 *     or **final** (the run never changes again).
 *
 *     (The vendor's page about this API lists 18 statuses, which are marked “documented”. The others come from the
 *     platform's other pages and from its clients.)
 * @enum {string}
 */
export type RunStatus = components["schemas"]["RunStatus"];
/**
 * @description When the run reached each status. RFC 3339 in whole seconds; UTC is usually written as `+00:00`. Only statuses
 *     that the run reached have a key.
 *
 *     A key is the status in kebab-case followed by `-at`, with two exceptions: `fetching_completed` has `fetched-at`,
 *     and a `pending` run has `plan-queueable-at`. Some statuses, such as `policy_checking` and `policy_override`, have
 *     no key.
 *
 *     (The vendor's sample shows a `pending` run with `planned-at` and `discarded-at`, which is impossible. Its sample of
 *     a force-cancel writes UTC as `Z`.)
 */
export type StatusTimestamps = components["schemas"]["StatusTimestamps"];
/** @description Absolute URLs of the pages, with every parameter of the request. The links of a single run are relative. */
export type PageLinks = components["schemas"]["PageLinks"];
/** @description Pagination and counts. */
export type RunPageMeta = components["schemas"]["RunPageMeta"];
/** @description The position of this page. Pages are counted from 1. */
export type Pagination = components["schemas"]["Pagination"];
/**
 * @description The number of runs in each status, among the runs that match `q`, `filter[from]` and `filter[to]`.
 *     `filter[status]` does not affect it. Keys are statuses in kebab-case, unlike the values of `filter[status]`.
 *
 *     Only `total` is always present. Statuses that are not listed here may appear as further keys.
 *
 *     (The vendor's sample lacks `plan-queued`, `apply-queued`, `cost-estimating`, `cost-estimated`,
 *     `policy-soft-failed` and `planned-and-finished`, so do not expect `total` to be the sum of the other values.)
 */
export type StatusCounts = components["schemas"]["StatusCounts"];
/**
 * Include path
 * @description A path of related resources for `include`.
 * @enum {string}
 */
export type IncludePath = components["schemas"]["IncludePath"];
/** @description A related resource. Its `type` says which one. */
export type IncludedResource = components["schemas"]["IncludedResource"];
/** @description A workspace as the admin endpoints show it. */
export type Workspace = components["schemas"]["Workspace"];
/** @description An organization as the admin endpoints show it. The ID is the name. */
export type Organization = components["schemas"]["Organization"];
/** @description A user as the admin endpoints show it. Here it is always an owner of an organization. */
export type User = components["schemas"]["User"];
/** @description A reference to a workspace. */
export type WorkspaceIdentifier = components["schemas"]["WorkspaceIdentifier"];
/** @description A reference to an organization. */
export type OrganizationIdentifier = components["schemas"]["OrganizationIdentifier"];
/** @description A reference to a user. */
export type UserIdentifier = components["schemas"]["UserIdentifier"];
/** @description The body of a force-cancel request. Plain JSON that is not wrapped in `data`. */
export type ForceCancelRequest = components["schemas"]["ForceCancelRequest"];
/** @description A JSON:API error document. */
export type ErrorDocument = components["schemas"]["ErrorDocument"];
/** @description A JSON:API error object. */
export type ErrorObject = components["schemas"]["ErrorObject"];

export const queuedStatuses = ["pending","plan_queueable","queuing","plan_queued","queuing_apply","apply_queued"] as const;
export const runningStatuses = ["fetching","fetching_completed","pre_plan_running","pre_plan_completed","planning","post_plan_running","cost_estimating","policy_checking","confirmed","pre_apply_running","pre_apply_completed","applying","post_apply_running","post_apply_completed","assessing"] as const;
export const waitingStatuses = ["pre_plan_awaiting_decision","planned","post_plan_awaiting_decision","post_plan_completed","tf_policy_checked","tf_policy_override","cost_estimated","policy_override","policy_checked","planned_and_saved"] as const;
export const finalStatuses = ["policy_soft_failed","applied","planned_and_finished","discarded","errored","canceled","force_canceled","assessed"] as const;
