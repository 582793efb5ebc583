using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Links;
using Ticketing.Tests.Access;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>A valid request: an existing object, its owner's credentials, valid bodies.</summary>
internal sealed record ValidRequest(ApiOperation Operation, IReadOnlyDictionary<string, string> Path, string? Bearer, IReadOnlyList<JsonNode> Bodies)
{
    public string Url => Operation.Url(parameter => Path[parameter.Name]);

    public JsonNode? Body => Bodies.Count == 0 ? null : Bodies[0];
}

/// <summary>
/// A shop with an object of every kind. Unknown operations get the sample values of their schema; an entry in
/// <see cref="ValidRequestAsync"/> adds an existing object.
/// </summary>
public sealed partial class BadInputShop(TestServers servers) : IAsyncLifetime
{
    private static readonly string[] OnTheFastLane = ["POST /api/v1/performances/{id}/holds", "POST /api/v1/orders"];

    private AccessApp _accounts = null!;
    private Guid _organization;
    private string _staff = null!;
    private string? _analyst;
    private string? _owner;
    private string _slug = null!;
    private Guid _event;
    private readonly Guid _campaign = Guid.CreateVersion7();
    private readonly Guid _presale = Guid.CreateVersion7();
    private Reply _paid = null!;
    private HoldReply _held = null!;

    internal Shop Shop { get; private set; } = null!;

    internal HttpClient Http => Shop.Http;

    internal IReadOnlyList<ApiOperation> Operations { get; private set; } = [];

    /// <summary>All operations; those of the fast lane once more with a cookie, which only the general pipeline answers.</summary>
    internal IEnumerable<ApiOperation> OperationVariants => Operations.Concat(Operations
        .Where(operation => OnTheFastLane.Contains(operation.Name)).Select(operation => operation with { Cookie = "theme=dark" }));

    internal DatabaseState State { get; private set; } = null!;

    /// <summary>The id of the selling organization's event.</summary>
    internal Guid Event => _event;

    internal IReadOnlyList<RouteEndpoint> Routes => [.. Shop.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync()
    {
        Shop = await Shop.OpenAsync(
            servers, terms: new TestSaleTerms { Rows = 32, SeatsPerRow = 20, FloorPlaces = 40, HoldSeconds = 3600 }, settings: [("Access:PasswordHashIterations", "10000")]);
        await Shop.Database.ExecuteAsync(
            """
            insert into promo_codes (id, organization_id, code, kind, value, per_item, categories, minimum_amount, uses_max, uses)
            select $1, organization_id, 'TENOFF', 'percent', 1000, false, '{}', 0, null, 0 from performances
            """,
            Guid.NewGuid());
        _accounts = AccessApp.Over(Shop.Database, Shop.App);
        _organization = await Shop.Database.ScalarAsync<Guid>("select organization_id from performances");
        await Shop.Database.ExecuteAsync("update events set title = $1", EventTitle);
        await Shop.Database.ExecuteAsync("update organizations set name = $1", EventTitle);
        _staff = await TokenAsync(await _accounts.RegisterAsAsync(Roles.Staff, _organization));
        _paid = await PayAsync();
        _held = await HoldAsync(2);
        _event = await Shop.Database.ScalarAsync<Guid>("select id from events");
        Message = await MakeMessageAsync("draft");
        _slug = (await Shop.Database.ScalarAsync<string>("select slug from events"))!;
        await MakeCampaignAsync(_campaign);
        await MakePresaleAsync(_presale);
        await MakeExtrasAsync();
        Operations = await ApiOperation.ReadAsync(Http);
        State = await DatabaseState.OfAsync(Shop.Database);
        await WaitUntilIdleAsync();
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    /// <summary>An anonymous request for an unknown object, made from the operation's schema.</summary>
    internal static ValidRequest Anonymous(ApiOperation operation) => new(
        operation, operation.InPath.ToDictionary(parameter => parameter.Name, _ => BadValues.UnknownId), null, operation.Body is { } body ? [body.Sample] : []);

    /// <summary>A valid request of an operation. Objects that it consumes are created each time.</summary>
    internal async Task<ValidRequest> ValidRequestAsync(ApiOperation operation)
    {
        var valid = Anonymous(operation);
        if (await FindMessageRequestAsync(operation, valid) is { } ofMessages)
        {
            return ofMessages;
        }

        if (operation.Path.StartsWith(OrganizerOrders, StringComparison.Ordinal))
        {
            return await OrganizerOrderRequestAsync(operation, valid);
        }

        switch (operation.Name)
        {
            case "POST /api/v1/performances/{id}/holds":
                return valid with { Path = Ids(operation), Bodies = [Json(new { seats = await FreeAsync(1) }), Json(new { area = "Floor", quantity = 1 }), Json(new { bestAvailable = new { quantity = 1, tier = "Standard", together = true, wheelchairs = 0 } })] };
            case "PATCH /api/v1/holds/{id}":
                _held = await HoldAsync(2);
                return valid with { Path = Ids(operation), Bearer = _held.Secret, Bodies = [Json(new { add = new { seats = await FreeAsync(1) }, remove = _held.Labels.Take(1), secret = _held.Secret })] };
            case "POST /api/v1/orders":
                var hold = await HoldAsync(1);
                return valid with
                {
                    Bodies = [Json(new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada", email = "ada@example.org", phone = "+49 30 1" }, attendees = new[] { "Ada" }, promoCode = "TENOFF", extras = new[] { new { id = _extra, quantity = 1 } }, answers = new[] { new { question = _question, value = "yes" } } })],
                };
            case "POST /api/v1/orders/{id}/refunds":
                _paid = await PayAsync();
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { items = Items().Take(1), withFees = true, seatsBackOnSale = true, reason = "ill" })] };
            case "GET /api/v1/organizer/performances/{id}/sales":
                return valid with { Path = Ids(operation), Bearer = await AnalystAsync() };
            case "GET /api/v1/organizer/facts":
                return valid with { Bearer = await OwnerAsync() };
            case "GET /api/v1/organizer/events/{id}/revenue" or "GET /api/v1/organizer/events/{id}/funnel":
                return valid with { Path = new Dictionary<string, string> { ["id"] = _event.ToString() }, Bearer = await AnalystAsync() };
            case "GET /api/v1/organizer/organizations" or "GET /api/v1/organizer/organizations/{id}/members"
                or "POST /api/v1/organizer/organizations/{id}/pictures":
                return valid with { Path = Ids(operation), Bearer = await OwnerAsync() };
            case "POST /api/v1/organizer/organizations/{id}/invitations":
                return valid with { Path = Ids(operation), Bearer = await OwnerAsync(), Bodies = [Json(new { email = AccessApp.NewEmail(), role = "analyst" })] };
            case "DELETE /api/v1/organizer/organizations/{id}/invitations/{invitation}":
                var path = new Dictionary<string, string> { ["id"] = _organization.ToString(), ["invitation"] = (await InvitationAsync()).ToString() };
                return valid with { Path = path, Bearer = await OwnerAsync() };
            case "POST /api/v1/orders/{id}/answers":
                _paid = await PayAsync();
                return valid with { Path = Ids(operation), Bearer = _paid.Token, Bodies = [Json(new { answers = new[] { new { question = _question, value = "yes" } } })] };
            case var name when IsOfExtras(name):
                return await ExtrasRequestAsync(valid);
            case var name when IsOfBoxOffice(name):
                return await BoxOfficeRequestAsync(valid);
            case var name when IsOfCodes(name):
                return await CodesRequestAsync(valid);
            case "GET /api/v1/organizer/organizations/{id}/drafts" or "POST /api/v1/organizer/organizations/{id}/drafts":
                return valid with { Path = Ids(operation), Bearer = await OwnerAsync(), Bodies = operation.Body is null ? [] : [Json(new { copyOf = _event })] };
            case var name when name.Contains("/organizer/events/{id}/refunds", StringComparison.Ordinal):
                var refunds = new Dictionary<string, string> { ["id"] = _event.ToString(), ["job"] = (await MakeRefundsAsync()).ToString() };
                return valid with
                {
                    Path = refunds,
                    Bearer = await OwnerAsync(),
                    Bodies = operation.Body is null ? [] : [name.EndsWith("/state", StringComparison.Ordinal) ? Json(new { change = "resume" }) : Json(new { withFees = true })],
                };
            case var name when PublishingBodies.Covers(name):
                var of = operation.Collection == "events" ? _event : Shop.Sale.Id.Value;
                return valid with { Path = new Dictionary<string, string> { ["id"] = of.ToString() }, Bearer = await OwnerAsync(), Bodies = PublishingBodies.Of(name) is { } one ? [Json(one)] : [] };
            case "POST /api/v1/auth/register":
                return valid with { Bodies = [Json(new { email = AccessApp.NewEmail(), password = AccessApp.Password, name = "Ada" })] };
            default:
                if (await PlacesRequestAsync(valid) is { } ofPlaces)
                {
                    return ofPlaces;
                }

                return valid with { Path = Ids(operation), Bearer = operation.Collection switch { "holds" => _held.Secret, "orders" or "tickets" => _paid.Token, _ => null } };
        }
    }

    /// <summary>Valid credentials of other owners.</summary>
    internal async Task<IReadOnlyList<string?>> OtherCredentialsAsync() =>
    [
        null, "nonsense", (await HoldAsync(1)).Secret, (await PayAsync()).Token, await TokenAsync(await _accounts.RegisterAsync()),
        await TokenAsync(await _accounts.RegisterAsAsync(Roles.Staff, await OtherOrganizationAsync())),
    ];

    /// <summary>The address of the buyers of all orders.</summary>
    internal const string BuyersEmail = "ada@example.org";

    internal const string EventTitle = "The Understudies of Verona";

    /// <summary>API tokens of new accounts; null for guests.</summary>
    internal async Task<IReadOnlyDictionary<TestCaller, string?>> TokensAsync(IEnumerable<TestCaller> callers)
    {
        var tokens = new Dictionary<TestCaller, string?>();
        foreach (var caller in callers)
        {
            tokens[caller] = caller.IsSignedIn ? await TokenAsync(await RegisterAsync(caller)) : null;
        }

        return tokens;
    }

    /// <summary>A browser of a new account, or of a guest.</summary>
    internal async Task<Browser> OpenBrowserAsync(TestCaller caller) =>
        caller.IsSignedIn ? await _accounts.SignInAsync(await RegisterAsync(caller)) : _accounts.OpenBrowser();

    /// <summary>The address of an existing object of the selling organization.</summary>
    internal async Task<string> AddressAsync(Route route, Guid link, Guid endpoint)
    {
        var number = await Shop.Database.ScalarAsync<string>("select number from orders where id = $1", Guid.Parse(_paid.Id));
        return route.Described
            .Replace("{Number}", number, StringComparison.OrdinalIgnoreCase)
            .Replace("{HoldId}", _held.Id, StringComparison.Ordinal)
            .Replace("{EventId}", _event.ToString(), StringComparison.OrdinalIgnoreCase)
            .Replace("/links/{id}", $"/links/{link}", StringComparison.Ordinal)
            .Replace("{PlanId}", (await PlanAsync()).ToString(), StringComparison.Ordinal)
            .Replace("{Campaign}", _campaign.ToString(), StringComparison.OrdinalIgnoreCase)
            .Replace("{Presale}", _presale.ToString(), StringComparison.OrdinalIgnoreCase)
            .Replace("{Job}", (await MakeRefundsAsync()).ToString(), StringComparison.OrdinalIgnoreCase)
            .Replace("{Message}", Message.ToString(), StringComparison.Ordinal)
            .Replace("/export/{kind}", "/export/orders", StringComparison.Ordinal)
            .Replace("{Endpoint}", endpoint.ToString(), StringComparison.Ordinal)
            .Replace("{Delivery}", endpoint.ToString(), StringComparison.Ordinal)
            .Replace("/checkout/{id}", $"/checkout/{_held.Id}", StringComparison.Ordinal)
            .Replace("{Performance}", Shop.Sale.Id.ToString(), StringComparison.OrdinalIgnoreCase)
            .Replace("{Slug}", await SlugAsync(), StringComparison.OrdinalIgnoreCase)
            .Replace("/organizations/{Id}", $"/organizations/{_organization}", StringComparison.Ordinal)
            .Replace("/users/{Id}", $"/users/{await Shop.Database.ScalarAsync<Guid>("select id from users limit 1")}", StringComparison.Ordinal);
    }

    /// <summary>The selling organization's name in addresses; its name is the event's title.</summary>
    internal async Task<string> SlugAsync() =>
        (await Shop.Database.ScalarAsync<string>("select slug from organizations where id = $1", _organization))!;

    /// <summary>The name in addresses of an organization without members; its name is the event's title, too.</summary>
    internal async Task<string> OtherSlugAsync()
    {
        var id = await OtherOrganizationAsync();
        await Shop.Database.ExecuteAsync("update organizations set name = $2 where id = $1", id, EventTitle);
        return id.ToString("N");
    }

    /// <summary>A link past the waiting room of the performance.</summary>
    internal async Task<Guid> MakeLinkAsync()
    {
        var owner = BackOffice.Member(new OrganizationId(_organization), MemberRole.Owner);
        await Shop.Service<ChangeRoomHandler>().HandleAsync(new ChangeRoom(Shop.Sale.Id, new RoomSettings { Mode = RoomMode.Off }, owner), TestContext.Current.CancellationToken);
        var terms = new LinkTerms("Press", 1, IsPersonal: false, null);
        return (await Shop.Service<ChangeLinksHandler>().HandleAsync(new MakeLink(Shop.Sale.Id, terms, owner), TestContext.Current.CancellationToken)).Value!.Id;
    }

    /// <summary>A disabled webhook of the selling organization with a delivery of the same id. Its name is the event's title.</summary>
    internal async Task<Guid> MakeWebhookAsync()
    {
        var id = Guid.CreateVersion7();
        await Shop.Database.ExecuteAsync(
            """
            insert into webhook_endpoints (id, organization_id, url, description, types, secret, status, disabled_reason, created_at)
            values ($1, $2, 'https://hooks.example.org/', $3, '{order.paid}', '', 'disabled', 'by-member', now())
            """, id, _organization, EventTitle);
        await Shop.Database.ExecuteAsync(
            """
            insert into webhook_deliveries (endpoint_id, fact_id, type, aggregate_id, sequence, body, created_at, attempts, is_leased, ended_at)
            values ($1, $1, 'order.paid', '', 1, '{}', now(), 1, false, now())
            """, id);
        return id;
    }

    internal Task<Browser> SignInAsync(string role) => _accounts.SignInAsAsync(role);

    /// <summary>Waits until no background work is pending, so that later changes come from a request.</summary>
    internal async Task WaitUntilIdleAsync()
    {
        // Messages that requests have sent off would go out a minute later, beside other requests.
        await Shop.Database.ExecuteAsync(
            "update messages set status = 'stopped', ended_at = now() where status in ('scheduled', 'sending') and scheduled_at < now() + interval '1 hour'");
        await Eventually.TrueAsync(async () => await Shop.Database.ScalarAsync<long>(
        $"""
        select (select count(*) from local_stripe.deliveries where due_at is not null) + ({WaitingMails.Count})
          + (select count(*) from refunds where status not in ('succeeded', 'failed'))
        """) == 0);
    }

    /// <summary>Sends a request of an operation, with its cookie.</summary>
    internal Task<Answer> SendAsync(
        ApiOperation operation, string url, HttpContent? content, string? bearer = null, params (string Name, string Value)[] headers) =>
        SendAsync(operation.Method, url, content, bearer, operation.Cookie is { } cookie ? [("Cookie", cookie), .. headers] : headers);

    internal async Task<Answer> SendAsync(string method, string url, HttpContent? content = null, string? bearer = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = content };
        // Expect: 100-continue makes the server refuse before the body is sent.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 100_000;
        // The server closes the connection after such a refusal: do not reuse it.
        request.Headers.ConnectionClose = request.Headers.ExpectContinue;
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        foreach (var (name, value) in headers)
        {
            HttpHeaders fields = name.StartsWith("Content-", StringComparison.Ordinal) ? (request.Content ??= new StringContent("")).Headers : request.Headers;
            fields.Remove(name);
            fields.TryAddWithoutValidation(name, value);
        }

        using var response = await SendUnlessResetAsync(request);
        if (response is null)
        {
            return new Answer((int)HttpStatusCode.RequestEntityTooLarge, null, "");
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        // An event stream does not end.
        var text = type == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, type, text);
    }

    // The server may reset the connection while an oversized form is being sent, before or after its response arrives.
    // Null: the connection was reset.
    private async Task<HttpResponseMessage?> SendUnlessResetAsync(HttpRequestMessage request)
    {
        try
        {
            return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException reset) when (request.Headers.ExpectContinue == true && reset.InnerException is IOException)
        {
            return null;
        }
    }

    private Dictionary<string, string> Ids(ApiOperation operation) => operation.InPath.ToDictionary(parameter => parameter.Name, _ => operation.Collection switch
    {
        "performances" => Shop.Sale.Id.ToString(),
        "organizations" => _organization.ToString(),
        "events" => _slug,
        "holds" => _held.Id,
        "orders" => _paid.Id,
        "tickets" => _paid.Tickets[0]!["id"]!.GetValue<string>(),
        _ => BadValues.UnknownId,
    });
}

/// <summary>What came back for a request.</summary>
internal sealed record Answer(int Status, string? MediaType, string Text);
