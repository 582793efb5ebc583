using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.JSInterop;
using Ticketing.App.BackOffice;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Integration.BadInput;

namespace Ticketing.Tests.Access;

/// <summary>
/// Every route as every role of two organizations, against <see cref="AccessRules"/>: the selling organization's objects are shown to and
/// changed by its audience only. A route, a circuit method or a command without a rule fails.
/// </summary>
[LongRunning]
public sealed class AccessTests(BadInputShop shop) : IClassFixture<BadInputShop>
{
    // These make and end the tokens by which the others are called: ApiSignInTests.
    private static readonly string[] OfTokens = ["POST /api/v1/auth/login", "POST /api/v1/auth/logout"];

    private IReadOnlyList<Route> Routes => [.. shop.Routes.SelectMany(Route.Of).Where(IsOurs)];

    [Fact]
    public void Routes_AreExactlyThoseWithARule()
    {
        var mapped = Routes.Select(AccessRules.NameOf).Distinct().ToList();
        var unknown = mapped.Where(route => !AccessRules.ByRoute.ContainsKey(route)).Order(StringComparer.Ordinal).ToList();
        Assert.True(unknown.Count == 0, $"Routes without a rule in {nameof(AccessRules)}:\n{string.Join('\n', unknown)}");
        Assert.Empty(AccessRules.ByRoute.Keys.Except(mapped));
    }

    [Fact]
    public void CircuitMethods_AreExactlyThoseWithARule() => Assert.Equal(
        AccessRules.CircuitMethods.Keys.Order(StringComparer.Ordinal),
        typeof(Desk).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(JSInvokableAttribute)))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Commands_CarryTheirCallerOrHaveARule()
    {
        var commands = typeof(CurrentActor).Assembly.GetTypes().Where(type => type.Name.EndsWith("Handler", StringComparison.Ordinal) && type.IsPublic)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.Name == "HandleAsync"))
            .Select(method => method.GetParameters()[0].ParameterType)
            .Where(command => !Identifies(command) && !Array.Exists(command.GetProperties(), property => Identifies(property.PropertyType)))
            .Select(command => command.Name).ToHashSet(StringComparer.Ordinal);
        AssertNone(commands.Except(AccessRules.Commands.Keys));
        AssertNone(AccessRules.Commands.Keys.Except(commands));
    }

    [Fact]
    public async Task Api_AsEachRole_ServesItsAudienceOnly()
    {
        List<string> wrong = [];
        var tokens = await shop.TokensAsync(TestCaller.All);
        foreach (var operation in shop.Operations.Where(operation => !OfTokens.Contains(operation.Name)))
        {
            var audience = AccessRules.ByRoute[operation.Name];
            var request = await shop.ValidRequestAsync(operation);
            await shop.WaitUntilIdleAsync();
            foreach (var caller in TestCaller.All.Where(caller => audience != Audience.Everyone && !AccessRules.Allows(audience, caller)))
            {
                var before = await shop.State.ReadAsync();
                var answer = await SendAsync(request, WithoutSecrets(request), tokens[caller]);
                if (!IsRefused(answer.Status) || !before.SequenceEqual(await shop.State.ReadAsync()))
                {
                    wrong.Add($"{operation.Name} as {caller.Name}: {answer.Status}");
                }
            }

            foreach (var caller in TestCaller.All.Where(caller => AccessRules.Allows(audience, caller)))
            {
                request = await shop.ValidRequestAsync(operation);
                var answer = await SendAsync(request, request.Body?.ToJsonString(), tokens[caller]);
                if (answer.Status is 401 or 403 or 404)
                {
                    wrong.Add($"{operation.Name} as {caller.Name}: {answer.Status} {answer.Text}");
                }
            }
        }

        AssertNone(wrong);
    }

    [Fact]
    public async Task Pages_AsEachRole_ShowTheirAudienceOnly()
    {
        List<string> wrong = [];
        var link = await shop.MakeLinkAsync();
        var endpoint = await shop.MakeWebhookAsync();
        foreach (var caller in TestCaller.All)
        {
            using var browser = await shop.OpenBrowserAsync(caller);
            foreach (var route in Routes.Where(route => route.Method == "GET" && !route.Described.StartsWith("/api/", StringComparison.Ordinal)))
            {
                var audience = AccessRules.ByRoute[AccessRules.NameOf(route)];
                if (audience == Audience.Everyone)
                {
                    continue;
                }

                var page = await browser.GetAsync(await shop.AddressAsync(route, link, endpoint));
                var shows = !IsRefused((int)page.Status) && !IsSentAway(page.Location) && !IsExplained(audience, page);
                if (shows != AccessRules.Allows(audience, caller))
                {
                    wrong.Add($"{AccessRules.NameOf(route)} as {caller.Name}: {(shows ? "shown" : "refused")}, {(int)page.Status} {page.Location}");
                }

                // Lists open for several organizations and show the caller's own rows only.
                if (page.Text.Contains(BadInputShop.BuyersEmail, StringComparison.Ordinal) && !AccessRules.Allows(Audience.BoxOffice, caller))
                {
                    wrong.Add($"{AccessRules.NameOf(route)} as {caller.Name}: shows a buyer of the selling organization");
                }
            }
        }

        AssertNone(wrong);
    }

    // A page of another organization is answered like one of an organization that does not exist.
    [Fact]
    public async Task OrganizerPages_OfAnotherOrganization_AreLikeThoseOfNone()
    {
        List<string> wrong = [];
        var routes = Routes.Where(route => route.Method == "GET" && route.Described.StartsWith("/organizer/{Slug}", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(routes);
        var (sells, other, number) = (await shop.SlugAsync(), await shop.OtherSlugAsync(), await shop.NumberAsync());
        var plan = await shop.PlanAsync();
        foreach (var caller in TestCaller.All.Where(caller => caller is { IsSignedIn: true, IsAdmin: false }))
        {
            using var browser = await shop.OpenBrowserAsync(caller);
            foreach (var route in routes)
            {
                var missing = await browser.GetAsync(Address(route, "no-such-organization"));
                foreach (var slug in caller.SellsAs is null ? new[] { sells, other } : [other])
                {
                    var page = await browser.GetAsync(Address(route, slug));
                    if ((page.Status, TextOf(page)) != (missing.Status, TextOf(missing)) || page.Text.Contains(BadInputShop.EventTitle, StringComparison.Ordinal))
                    {
                        wrong.Add($"{route.Described} of {slug} as {caller.Name}: {(int)page.Status} {TextOf(page)}");
                    }
                }
            }
        }

        AssertNone(wrong);

        string Address(Route route, string slug) => route.Described.Replace("{Slug}", slug, StringComparison.Ordinal)
            .Replace("{EventId}", shop.Event.ToString(), StringComparison.Ordinal)
            .Replace("{Message}", shop.Message.ToString(), StringComparison.Ordinal)
            .Replace("{PlanId}", plan.ToString(), StringComparison.Ordinal)
            .Replace("{Number}", number, StringComparison.Ordinal);
        static string? TextOf(Page page) => page.Document.QuerySelector("main")?.TextContent.Trim();
    }

    private static void AssertNone(IEnumerable<string> wrong) => Assert.Equal("", string.Join('\n', wrong));

    private Task<Answer> SendAsync(ValidRequest request, string? body, string? bearer) => shop.SendAsync(
        request.Operation.Method, request.Url, body is null ? null : new StringContent(body, null, "application/json"), bearer);

    // A stranger knows the ids, and neither the hold's nor the order's secret.
    private static string? WithoutSecrets(ValidRequest request)
    {
        if (request.Body?.DeepClone() is not { } body)
        {
            return null;
        }

        if (body is JsonObject members)
        {
            members.Remove("secret");
            members.Remove("holdSecret");
        }

        return body.ToJsonString();
    }

    private static bool IsRefused(int status) => status is 401 or 403 or 404 or 410;

    private static bool IsSentAway(string? location) =>
        location is not null && (location.StartsWith("/account/login", StringComparison.Ordinal) || location.StartsWith("/account/denied", StringComparison.Ordinal));

    // These pages answer a stranger with a sentence instead of the object.
    private static bool IsExplained(Audience audience, Page page) => audience switch
    {
        Audience.HoldOwner or Audience.Runner or Audience.Member or Audience.FiguresPage or Audience.BoxOfficeDesk or Audience.DoorPage => page.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true
            && !MainOf(page).Contains(BadInputShop.EventTitle, StringComparison.Ordinal),
        Audience.Buyer or Audience.BoxOfficePage => page.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true
            && !page.Text.Contains(BadInputShop.BuyersEmail, StringComparison.Ordinal),
        _ => false,
    };

    // The menu around it names the organizations of a member.
    private static string MainOf(Page page) => page.Document.QuerySelector("main")?.OuterHtml ?? page.Text;

    private static bool Identifies(Type type) =>
        type == typeof(Caller) || type == typeof(OrderVisitor) || type == typeof(HoldOwner) || type == typeof(UserId);

    // The framework's own: scripts, circuits, static files.
    private static bool IsOurs(Route route) =>
        !route.Described.StartsWith("/_", StringComparison.Ordinal) && !route.Described.StartsWith("/{**", StringComparison.Ordinal)
        && !route.Metadata.OfType<StaticAssetDescriptor>().Any();
}
