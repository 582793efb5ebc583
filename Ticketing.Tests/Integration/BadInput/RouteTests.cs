using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Ticketing.Core.Access;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>
/// Bad input to endpoints outside the OpenAPI document: pages, files, forms, the framework's own.
/// PostgreSQL and Redis are those of <see cref="Integration.TestServers"/>.
/// </summary>
[LongRunning]
public sealed class RouteTests(BadInputShop shop) : IClassFixture<BadInputShop>, IAsyncLifetime
{
    // Query parameters that pages read from the address.
    private static readonly string[] Asked = ["q", "category", "city", "near", "from", "to", "minPrice", "maxPrice", "sort", "page", "token", "returnUrl", "seats", "notice"];

    private readonly Refusals _refusals = new(shop);

    private IEnumerable<Route> Others => shop.Routes.SelectMany(Route.Of)
        .Where(route => !Array.Exists(["api", "v1", "webhooks"], first => route.Described.StartsWith($"/{first}/", StringComparison.Ordinal)));

    public async ValueTask InitializeAsync() => await _refusals.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Addresses_OfUnknownObjects_AreNoServerError()
    {
        var routes = Others.Where(route => route.Pattern.Parameters.Count > 0).ToList();
        Assert.Contains(routes, route => route.Described == "/events/{Slug}");
        Assert.Contains(routes, route => route.Described == "/orders/{number}/tickets.pdf");
        foreach (var route in routes)
        {
            foreach (var value in BadValues.NoIds)
            {
                await _refusals.CheckAsync(Name(route), value, await shop.SendAsync(route.Method, route.Url(value)), mustRefuse: false, AnyForm, isRead: true);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Queries_WithAnyValue_AreNoServerError()
    {
        foreach (var route in Others.Where(route => route.Method == "GET" && QueryOf(route).Any()))
        {
            foreach (var value in BadValues.InQuery)
            {
                await _refusals.CheckAsync(Name(route), Query(route, value), await shop.SendAsync("GET", Query(route, value)), mustRefuse: false, AnyForm, isRead: true);
            }
        }

        _refusals.AssertNone();
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Staff)]
    [InlineData(Roles.Buyer)]
    public async Task Pages_SignedIn_AreNoServerError(string role)
    {
        using var browser = await shop.SignInAsync(role);
        await _refusals.BeginAsync();
        var pages = Others.Where(route => route.Method == "GET" && route.Metadata.GetMetadata<IAuthorizeData>() is not null).ToList();
        Assert.Contains(pages, route => route.Described == "/admin/orders");
        foreach (var (number, route) in pages.Index())
        {
            // Admins see nearly all pages. Of the others' addresses each page gets a third, beginning with another one.
            var urls = BadValues.InQuery.Select(value => Query(route, value)).Concat(BadValues.Hostile.Select(route.Url)).Distinct()
                .Where((_, place) => role == Roles.Admin || (place + number) % 3 == 0);
            foreach (var url in urls)
            {
                var page = await browser.GetAsync(url);
                var answer = new Answer((int)page.Status, page.Headers.GetValueOrDefault("Content-Type")?.Split(';')[0], page.Text);
                // A first look at the authenticator makes its key.
                await _refusals.CheckAsync(Name(route), url, answer, mustRefuse: false, AnyForm, isRead: route.Described != "/account/authenticator");
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Posts_WithoutTokenOrForm_ChangeNothing()
    {
        foreach (var route in Others.Where(route => route.Method != "GET" && !route.Described.StartsWith("/_", StringComparison.Ordinal)))
        {
            foreach (var content in new Func<HttpContent?>[]
            {
                () => null,
                () => new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = BadValues.Markup, ["Form.Email"] = "\0" }),
                () => new StringContent("{", null, "application/json"),
                () => new StringContent(new string('x', 1_000_001), null, "application/x-www-form-urlencoded"),
                () => new StringContent("x", null, "multipart/form-data"),
            })
            {
                var answer = await shop.SendAsync(route.Method, route.Url(BadValues.UnknownId), content());
                await _refusals.CheckAsync(Name(route), "a post of anything", answer, mustRefuse: false, AnyForm, isRead: true);
            }
        }

        _refusals.AssertNone();
    }

    /// <summary>Its address with one value for all query parameters.</summary>
    private static string Query(Route route, string value) =>
        $"{route.Url(BadValues.UnknownId)}?{string.Join('&', QueryOf(route).Select(name => $"{name}={Uri.EscapeDataString(value)}"))}";

    private static string Name(Route route) => $"{route.Method} {route.Described}";

    private static Type? PageOf(Route route) => route.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;

    private static IEnumerable<string> QueryOf(Route route)
    {
        if (PageOf(route) is { } page)
        {
            return page.GetProperties().Select(property => (property, attribute: property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
                .Where(one => one.attribute is not null).Select(one => one.attribute!.Name ?? one.property.Name).Concat(Asked).Distinct();
        }

        return (route.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            .Where(parameter => parameter.ParameterType == typeof(string) || (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).IsPrimitive)
            .Select(parameter => parameter.Name!).Where(name => route.Pattern.GetParameter(name) is null);
    }

    // Pages answer with HTML; a missing picture has no body.
    private static string? AnyForm(Answer answer) => answer.MediaType == "application/problem+json" ? Refusals.IsProblem(answer) : null;
}
