using System.Text.Json.Nodes;
using Microsoft.AspNetCore.StaticAssets;
using Ticketing.Core.Access;
using Ticketing.Tests.Integration.BadInput;

namespace Ticketing.Tests.Access;

/// <summary>
/// Every route as members of the selling organization who are limited to another event: with an id of the selling event, its orders or its
/// messages it is not found and changes nothing; lists have nothing of them.
/// </summary>
public sealed class LimitedRoutesTests(BadInputShop shop) : IClassFixture<BadInputShop>
{
    private const string Secret = "The Secret Rehearsal";

    // Lists and forms of a whole organization that also open for who is limited to some events, by the roles that they are for.
    private static readonly Dictionary<string, MemberRole[]> OfSome = new(StringComparer.Ordinal)
    {
        ["GET /api/v1/organizer/organizations/{id}/members"] = [MemberRole.Manager, MemberRole.BoxOffice, MemberRole.CheckIn, MemberRole.Analyst],
        ["GET /api/v1/organizer/orders"] = [MemberRole.Manager, MemberRole.BoxOffice],
        ["GET /api/v1/organizer/organizations/{id}/exports/{kind}"] = [MemberRole.Manager, MemberRole.BoxOffice],
        ["GET /api/v1/organizer/organizations/{id}/drafts"] = [MemberRole.Manager],
        ["GET /api/v1/organizer/organizations/{id}/messages"] = [MemberRole.Manager],
        ["POST /api/v1/organizer/organizations/{id}/messages"] = [MemberRole.Manager],
        ["POST /api/v1/organizer/organizations/{id}/pictures"] = [MemberRole.Manager],

        // A drawer is a member's, not an event's.
        ["GET /api/v1/organizer/organizations/{id}/shifts"] = [MemberRole.Manager, MemberRole.BoxOffice],
        ["POST /api/v1/organizer/organizations/{id}/shifts"] = [MemberRole.Manager, MemberRole.BoxOffice],
        ["POST /api/v1/organizer/organizations/{id}/shifts/close"] = [MemberRole.Manager, MemberRole.BoxOffice],
    };

    // An id in these names something of one event.
    private static readonly string[] OfOneEvent =
        ["/performances/{", "/events/{", "/orders/{", "/presales/{", "/messages/{", "/tickets/{", "/extras/{", "/questions/{", "/allotments/{"];

    [Theory]
    [InlineData(MemberRole.Manager)]
    [InlineData(MemberRole.BoxOffice)]
    [InlineData(MemberRole.CheckIn)]
    [InlineData(MemberRole.Analyst)]
    public async Task Api_AsAMemberOfAnotherEvent_KnowsNothingOfThisOne(MemberRole role)
    {
        List<string> wrong = [];
        var number = await shop.NumberAsync();
        var token = await shop.LimitedTokenAsync(role);
        foreach (var operation in shop.Operations)
        {
            var audience = AccessRules.ByRoute[operation.Name];
            if (audience is Audience.Everyone or Audience.SignedIn or Audience.HoldOwner)
            {
                continue;
            }

            var request = await shop.ValidRequestAsync(operation);
            await shop.WaitUntilIdleAsync();
            var before = await shop.State.ReadAsync();
            var answer = await shop.SendAsync(
                operation.Method, request.Url, request.Body is { } body ? new StringContent(WithoutToken(body), null, "application/json") : null, token);
            var isOpen = OfSome.TryGetValue(operation.Name, out var roles) && roles.Contains(role);
            if (isOpen ? answer.Status is 401 or 403 or 404 : answer.Status is not (401 or 403 or 404))
            {
                wrong.Add($"{operation.Name}: {answer.Status} {answer.Text}");
            }

            if (!isOpen && answer.Status != 404 && OfOneEvent.Any(part => operation.Path.Contains(part, StringComparison.Ordinal))
                && audience is not Audience.Buyer && AccessRules.Allows(audience, new TestCaller("", Roles.Buyer, role)))
            {
                wrong.Add($"{operation.Name}: {answer.Status} instead of 404");
            }

            if (!isOpen && !before.SequenceEqual(await shop.State.ReadAsync()))
            {
                wrong.Add($"{operation.Name}: has changed something");
            }

            if (answer.Text.Contains(BadInputShop.BuyersEmail, StringComparison.Ordinal) || answer.Text.Contains(number, StringComparison.Ordinal)
                || answer.Text.Contains(shop.Event.ToString(), StringComparison.Ordinal))
            {
                wrong.Add($"{operation.Name}: shows the event or a buyer: {answer.Text}");
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [InlineData(MemberRole.Manager)]
    [InlineData(MemberRole.BoxOffice)]
    [InlineData(MemberRole.Analyst)]
    public async Task Pages_AsAMemberOfAnotherEvent_ShowNothingOfThisOne(MemberRole role)
    {
        List<string> wrong = [];
        var (link, endpoint, number) = (await shop.MakeLinkAsync(), await shop.MakeWebhookAsync(), await shop.NumberAsync());
        await shop.RenameEventAsync(Secret);
        using var browser = await shop.OpenLimitedBrowserAsync(role);
        var routes = shop.Routes.SelectMany(Route.Of).Where(route => route.Method == "GET" && IsOurs(route)
            && !route.Described.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(routes);
        foreach (var route in routes.Where(route => AccessRules.ByRoute[AccessRules.NameOf(route)] != Audience.Everyone))
        {
            var page = await browser.GetAsync(await shop.AddressAsync(route, link, endpoint));
            var text = page.Text;
            if (text.Contains(Secret, StringComparison.Ordinal) || text.Contains(BadInputShop.BuyersEmail, StringComparison.Ordinal)
                || (text.Contains(number, StringComparison.Ordinal) && !route.Described.Contains("{Number}", StringComparison.OrdinalIgnoreCase)))
            {
                wrong.Add($"{AccessRules.NameOf(route)}: {(int)page.Status} shows the event or a buyer");
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
    }

    // A stranger knows the ids, and not the hold's secret.
    private static string WithoutToken(JsonNode body)
    {
        var copy = body.DeepClone();
        if (copy is JsonObject fields)
        {
            fields.Remove("secret");
            fields.Remove("holdSecret");
        }

        return copy.ToJsonString();
    }

    private static bool IsOurs(Route route) =>
        !route.Described.StartsWith("/_", StringComparison.Ordinal) && !route.Described.StartsWith("/{**", StringComparison.Ordinal)
        && !route.Metadata.OfType<StaticAssetDescriptor>().Any();
}
