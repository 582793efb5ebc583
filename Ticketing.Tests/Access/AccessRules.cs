using Microsoft.AspNetCore.Components.Endpoints;
using Ticketing.Core.Access;
using Ticketing.Tests.Integration.BadInput;

namespace Ticketing.Tests.Access;

/// <summary>Who may use a route.</summary>
internal enum Audience
{
    /// <summary>Public, or with a secret of its own that the route checks: a signature, a token of a mail, a ticket of the queue.</summary>
    Everyone,

    /// <summary>Any account; it acts on the account's own data only.</summary>
    SignedIn,

    /// <summary>A device of the door, by its signature over the request; no account.</summary>
    Device,

    /// <summary>The owner of the hold, by its secret or the browser's cookie.</summary>
    HoldOwner,

    /// <summary>The buyer, by account, cookie or the order's token, and the organization's box office.</summary>
    Buyer,

    /// <summary>Members of the organization who serve buyers, and admins.</summary>
    BoxOffice,

    /// <summary>The same for pages, which answer others with a sentence.</summary>
    BoxOfficePage,

    /// <summary>The same for organizers' pages, which answer others with a sentence and show no buyer by themselves.</summary>
    BoxOfficeDesk,

    /// <summary>Members of the organization in any role, and admins.</summary>
    Member,

    /// <summary>Members of the organization who run its sales, and admins.</summary>
    Runner,

    /// <summary>Members of the organization who run its sales or check tickets in, and admins; pages, which answer others with a sentence.</summary>
    DoorPage,

    /// <summary>Members of the organization who may see its figures, and admins.</summary>
    Figures,

    /// <summary>The same for pages, which answer others with a sentence.</summary>
    FiguresPage,

    /// <summary>Owners of any organization, and admins; what is listed is limited to the organizations that the caller owns.</summary>
    Owners,

    /// <summary>Who runs the sales of some organization; what it lists is limited to the caller's organizations.</summary>
    ControlRoom,

    /// <summary>Staff, and who serves the buyers of some organization; what it lists is limited to the caller's organizations.</summary>
    BackOffice,

    /// <summary>Staff, and members of some organization; it leads to their work.</summary>
    Workers,

    /// <summary>Admins: what concerns the whole site.</summary>
    Admins,
}

/// <summary>The audience of every route that the application maps. A route that is missing here fails <see cref="AccessTests"/>.</summary>
internal static class AccessRules
{
    private static readonly Dictionary<Audience, string[]> Table = new()
    {
        [Audience.Everyone] =
        [
            "PAGE /", "PAGE /events", "PAGE /events/{Slug}", "PAGE /performances/{Id}", "PAGE /error/{Status}",
            "PAGE /organizers/{Slug}", "GET /organizers/{slug}/calendar.ics",
            // The signed link to a draft's preview.
            "PAGE /preview/{Token}",

            "PAGE /queue/{Id}", "PAGE /queue/{Id}/draw", "PAGE /queue/{Id}/link",
            "PAGE /account/login", "PAGE /account/register", "PAGE /account/forgot", "PAGE /account/denied",

            // Half signed in: the second factor's own cookie.
            "PAGE /account/2fa",

            // The token of a mail.
            "PAGE /account/confirm", "PAGE /account/confirm-email", "PAGE /account/reset", "PAGE /account/following/stop",
            "GET /account/following/unsubscribe", "POST /account/following/unsubscribe",

            // The owner's pages; the link to an order goes to its address only; the browser's own basket.
            "PAGE /terms", "PAGE /privacy", "PAGE /imprint", "PAGE /help", "PAGE /contact", "PAGE /orders/find", "GET /basket",

            "GET /language/{culture}", "GET /sitemap.xml", "GET /artwork/{seed}.svg", "GET /artwork/{seed}-wide.png",
            "GET /pictures/{id}/{width}.webp", "GET /pictures/{id}/preview.jpg", "GET /plans/{planId}.json",
            "GET /performances/{id}/calendar.ics", "GET /openapi/{documentName}.json", "GET /docs/api/{documentName}",
            "GET /docs/api/favicon.svg", "GET /docs/api/scalar.aspnetcore.js", "GET /docs/api/scalar.js",
            "GET /health/live", "GET /health/ready", "POST /health/live", "POST /health/ready", "GET /{path}", "HEAD /{path}",

            "GET /api/v1/events", "GET /api/v1/events/suggest", "GET /api/v1/events/{slug}", "GET /api/v1/performances/{id}",
            "GET /api/v1/performances/{id}/checkout", "GET /api/v1/performances/{id}/plan", "GET /api/v1/performances/{id}/seats", "GET /api/v1/performances/{id}/stream", "GET /api/v1/performances/{id}/best-seats",
            "POST /api/v1/performances/{id}/holds", "POST /api/v1/performances/{id}/access-code", "POST /api/v1/auth/login", "POST /api/v1/auth/register",
            "POST /account/logout", "POST /account/passkeys/request-options",

            // The queue's ticket, pass or link in the request.
            "GET /queue/{id}/message", "GET /queue/{id}/place", "POST /queue/{id}/join", "POST /queue/{id}/claim", "POST /queue/{id}/enter", "POST /queue/{id}/leave",

            // The door's app, which has no account; the token of a device's link.
            "GET /checkin/{path}", "GET /checkin/sw.js", "POST /api/v1/checkin/enrol",

            // The provider's signature.
            "POST /webhooks/stripe",

            // Stand-ins: in Development, or where an Allow: key names them; see the start-up gate.
            "PAGE /mailbox", "PAGE /mailbox/{Id}", "GET /mailbox/{id}/files/{number}", "GET /mailbox/{id}/html", "GET /mailbox/{id}/source",
            "GET /v1/{path}", "POST /v1/{path}", "DELETE /v1/{path}", "OPTIONS /v1/{path}", "GET /v1/challenge.css", "GET /v1/local-stripe.js",
            "GET /v1/element/card-rules.js", "GET /v1/element/challenge-done.js", "GET /v1/element/element-texts.js", "GET /v1/element/element.css",
            "GET /v1/element/element.html", "GET /v1/element/element.js", "GET /v1/payment_intents/{id}/challenge", "POST /v1/payment_intents/{id}/challenge",
        ],
        [Audience.Device] =
        [
            "GET /api/v1/checkin/device", "POST /api/v1/checkin/shift", "GET /api/v1/checkin/performances/{id}/pack", "POST /api/v1/checkin/sync",
        ],
        [Audience.SignedIn] =
        [
            "PAGE /account", "PAGE /account/authenticator", "PAGE /account/privacy", "PAGE /account/proof", "PAGE /account/security",
            "PAGE /account/tickets", "PAGE /account/following",
            "GET /account/export.json", "POST /api/v1/auth/logout", "POST /account/passkeys/creation-options",

            // The account's own organizations; the page of an invitation has its own secret.
            "PAGE /organizer", "PAGE /organizer/new", "PAGE /invitations", "GET /api/v1/organizer/organizations",

            // The same for all.
            "GET /api/v1/organizer/plan-templates",
        ],
        [Audience.HoldOwner] =
        [
            "GET /api/v1/holds/{id}", "PATCH /api/v1/holds/{id}", "DELETE /api/v1/holds/{id}", "POST /api/v1/holds/{id}/extend", "POST /api/v1/orders",
            "PAGE /checkout/{HoldId}", "PAGE /checkout/{HoldId}/return", "GET /checkout/{id}/stage",
        ],
        [Audience.Buyer] =
        [
            "GET /api/v1/orders/{id}", "POST /api/v1/orders/{id}/cancel", "POST /api/v1/orders/{id}/answers", "GET /api/v1/tickets/{id}", "GET /api/v1/tickets/{id}/qr.svg",
            "GET /api/v1/tickets/{id}/ticket.pdf", "PAGE /orders/{Number}", "GET /orders/{number}/calendar.ics", "GET /orders/{number}/status",
            "GET /orders/{number}/tickets.pdf", "GET /orders/{number}/receipt.pdf",
        ],
        [Audience.BoxOffice] =
        [
            "POST /api/v1/orders/{id}/refunds",
            "GET /api/v1/organizer/orders/{number}", "POST /api/v1/organizer/orders/{id}/refunds", "POST /api/v1/organizer/orders/{id}/exchange",
            "POST /api/v1/organizer/orders/{id}/exchange/quote", "POST /api/v1/organizer/orders/{id}/notes",
            "POST /api/v1/organizer/orders/{id}/attention", "PATCH /api/v1/organizer/orders/{id}/buyer",
            "PATCH /api/v1/organizer/orders/{id}/items/{item}",
            "GET /organizer/{slug}/export/{kind}", "GET /api/v1/organizer/organizations/{id}/exports/{kind}",
            "GET /api/v1/organizer/performances/{id}/allotments", "POST /api/v1/organizer/performances/{id}/box-office",
            "GET /api/v1/organizer/organizations/{id}/shifts", "POST /api/v1/organizer/organizations/{id}/shifts",
            "POST /api/v1/organizer/organizations/{id}/shifts/close",
        ],
        [Audience.BoxOfficePage] =
        [
            "PAGE /admin/orders/{Number}", "PAGE /organizer/{Slug}/orders", "PAGE /organizer/{Slug}/orders/{Number}",
            "PAGE /organizer/{Slug}/attendees",
        ],
        [Audience.BoxOfficeDesk] = ["PAGE /organizer/{Slug}/export", "PAGE /organizer/{Slug}/sell", "PAGE /organizer/{Slug}/sell/{Performance}"],
        [Audience.Figures] =
        [
            "GET /api/v1/organizer/performances/{id}/sales", "GET /api/v1/organizer/events/{id}/revenue",
            "GET /api/v1/organizer/events/{id}/funnel",
            "GET /organizer/{slug}/performances/{performance}/sales.csv", "GET /organizer/{slug}/events/{eventId}/revenue.csv",
        ],
        [Audience.FiguresPage] = ["PAGE /organizer/{Slug}/events/{EventId}"],
        [Audience.Owners] = ["GET /api/v1/organizer/facts"],
        [Audience.BackOffice] = ["PAGE /admin/orders", "PAGE /admin/refunds", "GET /api/v1/organizer/orders"],
        [Audience.Admins] =
        [
            "PAGE /admin/events", "PAGE /admin/projections", "PAGE /admin/organizations", "PAGE /admin/organizations/{Id}", "PAGE /admin/users",
            "PAGE /admin/users/{Id}", "PAGE /admin/search", "PAGE /admin/reviews",
        ],
        [Audience.Workers] = ["PAGE /admin"],
        [Audience.ControlRoom] = ["PAGE /admin/waiting-rooms", "PAGE /admin/webhooks", "PAGE /admin/webhooks/new"],
        [Audience.DoorPage] = ["PAGE /organizer/{Slug}/check-in", "PAGE /organizer/{Slug}/check-in/{Performance}"],
        [Audience.Member] =
        [
            "PAGE /organizer/{Slug}", "PAGE /organizer/{Slug}/events", "PAGE /organizer/{Slug}/team",
            "GET /api/v1/organizer/organizations/{id}/members",
        ],
        [Audience.Runner] =
        [
            "PAGE /admin/waiting-rooms/{Performance}", "GET /admin/waiting-rooms/{performance}/links/{id}.csv",
            "PAGE /admin/webhooks/{Endpoint}", "PAGE /admin/webhooks/{Endpoint}/deliveries", "PAGE /admin/webhooks/{Endpoint}/deliveries/{Delivery}",
            "PAGE /organizer/{Slug}/settings", "PAGE /organizer/{Slug}/keys", "PAGE /organizer/{Slug}/devices",
            "GET /organizer/{slug}/check-in/{performance}/scans.csv",
            "POST /api/v1/organizer/organizations/{id}/pictures",
            "PAGE /organizer/{Slug}/promos", "PAGE /organizer/{Slug}/promos/{Campaign}", "GET /organizer/{slug}/promos/{campaign}/codes.csv",
            "GET /api/v1/organizer/organizations/{id}/campaigns", "POST /api/v1/organizer/organizations/{id}/campaigns",
            "GET /api/v1/organizer/organizations/{id}/campaigns/{campaign}", "PATCH /api/v1/organizer/organizations/{id}/campaigns/{campaign}",
            "DELETE /api/v1/organizer/organizations/{id}/campaigns/{campaign}",
            "GET /api/v1/organizer/organizations/{id}/campaigns/{campaign}/codes", "POST /api/v1/organizer/organizations/{id}/campaigns/{campaign}/codes",
            "PAGE /organizer/{Slug}/events/{EventId}/presales", "PAGE /organizer/{Slug}/events/{EventId}/presales/{Presale}",
            "GET /organizer/{slug}/presales/{presale}/codes.csv",
            "GET /api/v1/organizer/organizations/{id}/events/{eventId}/presales", "POST /api/v1/organizer/organizations/{id}/events/{eventId}/presales",
            "GET /api/v1/organizer/organizations/{id}/presales/{presale}", "PATCH /api/v1/organizer/organizations/{id}/presales/{presale}",
            "DELETE /api/v1/organizer/organizations/{id}/presales/{presale}",
            "GET /api/v1/organizer/organizations/{id}/presales/{presale}/codes", "POST /api/v1/organizer/organizations/{id}/presales/{presale}/codes",
            "DELETE /api/v1/organizer/organizations/{id}/presales/{presale}/codes/{code}",
            "PAGE /organizer/{Slug}/events/{EventId}/extras", "PAGE /organizer/{Slug}/events/{EventId}/questions",
            "GET /api/v1/organizer/organizations/{id}/events/{eventId}/extras", "POST /api/v1/organizer/organizations/{id}/events/{eventId}/extras",
            "GET /api/v1/organizer/organizations/{id}/extras/{extra}", "PATCH /api/v1/organizer/organizations/{id}/extras/{extra}",
            "DELETE /api/v1/organizer/organizations/{id}/extras/{extra}", "POST /api/v1/organizer/organizations/{id}/extras/{extra}/restore",
            "GET /api/v1/organizer/organizations/{id}/events/{eventId}/questions", "POST /api/v1/organizer/organizations/{id}/events/{eventId}/questions",
            "GET /api/v1/organizer/organizations/{id}/questions/{question}", "PATCH /api/v1/organizer/organizations/{id}/questions/{question}",
            "DELETE /api/v1/organizer/organizations/{id}/questions/{question}",
            "POST /api/v1/organizer/organizations/{id}/questions/{question}/restore", "POST /api/v1/organizer/organizations/{id}/questions/{question}/move",
            "PAGE /organizer/{Slug}/events/{EventId}/holds", "POST /api/v1/organizer/performances/{id}/allotments",
            "POST /api/v1/organizer/allotments/{allotment}/seats", "POST /api/v1/organizer/allotments/{allotment}/release",
            "PAGE /organizer/{Slug}/messages", "PAGE /organizer/{Slug}/messages/{Message}",
            "GET /api/v1/organizer/organizations/{id}/messages", "POST /api/v1/organizer/organizations/{id}/messages",
            "GET /api/v1/organizer/organizations/{id}/messages/{message}", "PUT /api/v1/organizer/organizations/{id}/messages/{message}",
            "DELETE /api/v1/organizer/organizations/{id}/messages/{message}", "POST /api/v1/organizer/organizations/{id}/messages/{message}/test",
            "POST /api/v1/organizer/organizations/{id}/messages/{message}/send", "POST /api/v1/organizer/organizations/{id}/messages/{message}/stop",
            "GET /api/v1/organizer/organizations/{id}/drafts", "POST /api/v1/organizer/organizations/{id}/drafts",
            "GET /api/v1/organizer/events/{id}/draft", "PUT /api/v1/organizer/events/{id}/draft", "DELETE /api/v1/organizer/events/{id}/draft",
            "POST /api/v1/organizer/events/{id}/draft/undo", "POST /api/v1/organizer/events/{id}/publication",
            "PAGE /organizer/{Slug}/events/{EventId}/refunds/{Job}", "GET /organizer/{slug}/refunds/{job}/results.csv",
            "GET /api/v1/organizer/events/{id}/refunds", "POST /api/v1/organizer/events/{id}/refunds",
            "POST /api/v1/organizer/events/{id}/refunds/{job}/state",
            "POST /api/v1/organizer/events/{id}/state", "POST /api/v1/organizer/performances/{id}/state",
            "GET /api/v1/organizer/performances/{id}/plan-change", "POST /api/v1/organizer/performances/{id}/plan-change",
            "PAGE /organizer/{Slug}/venues", "PAGE /organizer/{Slug}/events/new",
            "PAGE /organizer/{Slug}/events/{EventId}/edit/{Step}", "PAGE /organizer/{Slug}/events/{EventId}/dates",
            "POST /api/v1/organizer/organizations/{id}/invitations", "DELETE /api/v1/organizer/organizations/{id}/invitations/{invitation}",
            "GET /api/v1/organizer/organizations/{id}/venues", "POST /api/v1/organizer/organizations/{id}/venues",
            "PUT /api/v1/organizer/organizations/{id}/venues/{venue}",
            "GET /api/v1/organizer/organizations/{id}/plans", "POST /api/v1/organizer/organizations/{id}/plans",
            "PAGE /organizer/{Slug}/plans", "PAGE /organizer/{Slug}/plans/{PlanId}",
            "PATCH /api/v1/organizer/organizations/{id}/plans/{plan}", "DELETE /api/v1/organizer/organizations/{id}/plans/{plan}",
            "GET /api/v1/organizer/organizations/{id}/plans/{plan}/draft", "PATCH /api/v1/organizer/organizations/{id}/plans/{plan}/draft",
            "POST /api/v1/organizer/organizations/{id}/plans/{plan}/draft/editing",
            "GET /api/v1/organizer/organizations/{id}/plans/{plan}/draft/check", "GET /api/v1/organizer/organizations/{id}/plans/{plan}/draft/best",
            "GET /api/v1/organizer/organizations/{id}/plans/{plan}/versions", "POST /api/v1/organizer/organizations/{id}/plans/{plan}/versions",
            "GET /api/v1/organizer/organizations/{id}/plans/{plan}/versions/{number}",
            "POST /api/v1/organizer/organizations/{id}/plans/{plan}/versions/{number}/restore",
            "POST /api/v1/organizer/organizations/{id}/plans/{plan}/publish", "GET /api/v1/organizer/organizations/{id}/plans/{plan}/dates",
            "POST /api/v1/organizer/organizations/{id}/plans/{plan}/import", "GET /api/v1/organizer/organizations/{id}/plans/{plan}/export",
        ],
    };

    /// <summary>The audience by <c>GET /path/{parameter}</c> or <c>PAGE /path/{parameter}</c>.</summary>
    public static IReadOnlyDictionary<string, Audience> ByRoute { get; } =
        Table.SelectMany(rule => rule.Value.Select(route => (route, rule.Key))).ToDictionary(rule => rule.route, rule => rule.Key);

    /// <summary>A page answers GET and its forms' POST by the same authorization.</summary>
    public static string NameOf(Route route) =>
        $"{(route.Metadata.GetMetadata<ComponentTypeMetadata>() is null ? route.Method : "PAGE")} {route.Described}";

    /// <summary>Methods that a browser may call on a circuit, with what limits them.</summary>
    public static IReadOnlyDictionary<string, string> CircuitMethods { get; } = new Dictionary<string, string>
    {
        ["SeatMap.ToggleSeat"] = "the circuit's own hold, by the browser's key",
        ["SeatMap.OpenArea"] = "shows a panel, reads public data",
        ["DeskMap.ToggleSeat"] = "raises an event of the page, whose command carries the caller",
        ["DeskMap.OpenArea"] = "raises an event of the page, whose command carries the caller",
    };

    /// <summary>Commands without a caller, with what authorizes them.</summary>
    public static IReadOnlyDictionary<string, string> Commands { get; } = new Dictionary<string, string>
    {
        ["RegisterAccount"] = "public; answers alike whether the address is known",
        ["RequestOrderLink"] = "public; the link goes to the order's address",
        ["RequestPasswordReset"] = "public; the answer goes to the address",
        ["SignInWithPassword"] = "the password",
        ["SignInWithCode"] = "the half-signed session and the code",
        ["SignInWithPasskey"] = "the passkey",
        ["SignInToApi"] = "the password",
        ["ProveWithPassword"] = "the session and the password",
        ["ProveWithCode"] = "the session and the code",
        ["ProveWithPasskey"] = "the session and the passkey",
        ["EnterAccessCode"] = "the code; attempts are limited",
        ["EnterByLink"] = "the link's signature",
        ["JoinRoom"] = "public; the place belongs to the browser's key",
        ["QueueTicket"] = "the ticket's seal",
        ["AdmissionPass"] = "the pass' seal",
        ["EnrolDevice"] = "the token of the device's link",
        ["SyncDevice"] = "the device's signature",
        ["PaymentIntent"] = "read from the provider by this application",
    };

    /// <summary>Whether an account with a role in the selling organization or another one is in the audience.</summary>
    public static bool Allows(Audience audience, TestCaller caller) => audience switch
    {
        Audience.Everyone => true,
        Audience.SignedIn => caller.IsSignedIn,
        Audience.HoldOwner or Audience.Device => false,
        Audience.Buyer or Audience.BoxOffice => caller.IsAdmin || caller.SellsAs is MemberRole.Owner or MemberRole.Manager or MemberRole.BoxOffice,
        Audience.BoxOfficePage or Audience.BoxOfficeDesk => Allows(Audience.BoxOffice, caller),
        Audience.Member => caller.IsAdmin || caller.SellsAs is not null,
        Audience.Runner => caller.IsAdmin || caller.SellsAs is MemberRole.Owner or MemberRole.Manager,
        Audience.DoorPage => caller.IsAdmin || caller.SellsAs is MemberRole.Owner or MemberRole.Manager or MemberRole.CheckIn,
        Audience.Figures or Audience.FiguresPage => caller.IsAdmin || caller.SellsAs is MemberRole.Owner or MemberRole.Manager or MemberRole.Analyst,
        Audience.Owners => caller.IsAdmin || caller.SomewhereAs is MemberRole.Owner,
        Audience.ControlRoom => caller.IsAdmin || caller.SomewhereAs is MemberRole.Owner or MemberRole.Manager,
        Audience.BackOffice => caller.Role is Core.Access.Roles.Staff or Core.Access.Roles.Admin
            || caller.SomewhereAs is MemberRole.Owner or MemberRole.Manager or MemberRole.BoxOffice,
        Audience.Workers => caller.Role is Core.Access.Roles.Staff or Core.Access.Roles.Admin || caller.SomewhereAs is not null,
        Audience.Admins => caller.IsAdmin,
    };
}

/// <summary>Somebody who tries a route that concerns the selling organization.</summary>
/// <param name="Role">Null: a guest.</param>
/// <param name="SellsAs">Their role in the selling organization; null: none.</param>
internal sealed record TestCaller(string Name, string? Role, MemberRole? SellsAs = null, MemberRole? ElsewhereAs = null)
{
    public bool IsSignedIn => Role is not null;

    public bool IsAdmin => Role == Core.Access.Roles.Admin;

    /// <summary>Their role in whichever organization they are a member of; null: of none.</summary>
    public MemberRole? SomewhereAs => SellsAs ?? ElsewhereAs;

    public static IReadOnlyList<TestCaller> All { get; } =
    [
        new("guest", null),
        new("buyer", Core.Access.Roles.Buyer),
        new("owner", Core.Access.Roles.Buyer, MemberRole.Owner),
        new("manager", Core.Access.Roles.Buyer, MemberRole.Manager),
        new("box office", Core.Access.Roles.Buyer, MemberRole.BoxOffice),
        new("check-in", Core.Access.Roles.Buyer, MemberRole.CheckIn),
        new("analyst", Core.Access.Roles.Buyer, MemberRole.Analyst),
        new("owner elsewhere", Core.Access.Roles.Buyer, ElsewhereAs: MemberRole.Owner),
        new("manager elsewhere", Core.Access.Roles.Buyer, ElsewhereAs: MemberRole.Manager),
        new("box office elsewhere", Core.Access.Roles.Buyer, ElsewhereAs: MemberRole.BoxOffice),
        new("check-in elsewhere", Core.Access.Roles.Buyer, ElsewhereAs: MemberRole.CheckIn),
        new("analyst elsewhere", Core.Access.Roles.Buyer, ElsewhereAs: MemberRole.Analyst),
        new("staff", Core.Access.Roles.Staff),
        new("admin", Core.Access.Roles.Admin),
    ];
}
