using System.Text.Json.Nodes;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Bad addresses, queries, headers, methods and owners; <see cref="BadBodyTests"/> has the bodies.</summary>
[LongRunning]
public sealed class BadInputTests(BadInputShop shop) : BadInputTest(shop)
{
    [Fact]
    public void Endpoints_OfTheApi_AreAllDescribed()
    {
        var described = Shop.Operations.Select(operation => operation.Name).ToHashSet();
        var mapped = Shop.Routes.Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(Route.Of).Select(route => $"{route.Method} {route.Described}").ToHashSet();

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.True(described.Count > 20);
    }

    [Fact]
    public async Task Addresses_OfUnknownObjects_AreRefused()
    {
        foreach (var operation in Shop.OperationVariants.Where(operation => operation.InPath.Any()))
        {
            var valid = await BeginAsync(operation);
            foreach (var parameter in operation.InPath)
            {
                foreach (var value in BadValues.NoIds)
                {
                    var url = (valid with { Path = new Dictionary<string, string>(valid.Path) { [parameter.Name] = value } }).Url;
                    var answer = await Shop.SendAsync(operation, url, Json(valid.Body?.ToJsonString()), valid.Bearer);
                    await Refusals.CheckAsync(operation.Title, $"{parameter.Name} = {Short(value)}", answer, mustRefuse: true);
                }
            }
        }

        AssertCovered(operation => operation.InPath.Any());
    }

    [Fact]
    public async Task Queries_WithAnyValue_AreReadOrRefused()
    {
        foreach (var operation in Shop.Operations.Where(operation => operation.Method == "GET"))
        {
            var valid = await BeginAsync(operation);
            foreach (var name in operation.InQuery.Select(parameter => parameter.Name).Append("unknown"))
            {
                foreach (var value in BadValues.InQuery)
                {
                    var answer = await Shop.SendAsync("GET", $"{valid.Url}?{name}={Uri.EscapeDataString(value)}&{name}={Uri.EscapeDataString(value)}", bearer: valid.Bearer);
                    // An export is written to the audit log.
                    var isRead = !operation.Path.Contains("/exports/", StringComparison.Ordinal);
                    await Refusals.CheckAsync(operation.Title, $"?{name}={Short(value)}", answer, mustRefuse: false, isRead: isRead);
                }
            }

            // Parameters that are not text have a validated format.
            foreach (var typed in operation.InQuery.Where(parameter => !parameter.IsText))
            {
                await Refusals.CheckAsync(operation.Title, $"?{typed.Name}=x", await Shop.SendAsync("GET", $"{valid.Url}?{typed.Name}=x", bearer: valid.Bearer), mustRefuse: true);
            }
        }

        Refusals.AssertNone();
    }

    [Fact]
    public async Task Headers_WithAnyValue_AreNoServerError()
    {
        foreach (var operation in Shop.OperationVariants)
        {
            var valid = operation.Method == "GET" ? await BeginAsync(operation) : BadInputShop.Anonymous(operation);
            foreach (var header in BadValues.InHeaders)
            {
                var answer = await Shop.SendAsync(operation, valid.Url, Json(valid.Body?.ToJsonString()), valid.Bearer, header);
                // Kestrel answers an unknown Expect header itself, without a problem body.
                await Refusals.CheckAsync(operation.Title, $"{header.Name}: {Short(header.Value)}", answer, mustRefuse: false, header.Name == "Expect" ? _ => null : null);
            }
        }

        Refusals.AssertNone();
    }

    [Fact]
    public async Task Methods_NotMapped_AreRefused()
    {
        foreach (var path in Shop.Operations.GroupBy(operation => operation.Path))
        {
            foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "QUERY", "nonsense" }.Except(path.Select(operation => operation.Method)))
            {
                var answer = await Shop.SendAsync(method, (await BeginAsync(path.First())).Url);
                await Refusals.CheckAsync(path.First().Name, method, answer, mustRefuse: true);
            }
        }

        AssertCovered(_ => true, byPath: true);
    }

    [Fact]
    public async Task Objects_OfOtherOwners_AreRefused()
    {
        var credentials = await Shop.OtherCredentialsAsync();
        await Refusals.BeginAsync();
        bool HasOwner(ApiOperation operation) => operation.InPath.Any() && operation.Collection is not ("events" or "performances");
        foreach (var operation in Shop.OperationVariants.Where(HasOwner))
        {
            foreach (var credential in credentials)
            {
                var valid = await BeginAsync(operation);
                // A secret in the body authorizes like the header: remove it.
                var body = valid.Body?.DeepClone();
                (body as JsonObject)?.Remove("secret");
                var answer = await Shop.SendAsync(operation, valid.Url, Json(body?.ToJsonString()), credential);
                await Refusals.CheckAsync(operation.Title, $"as {credential?[..6] ?? "anonymous"}…", answer, mustRefuse: true);
                Assert.True(answer.Status is 401 or 403 or 404, $"{operation.Title}: {answer.Status}");
            }
        }

        AssertCovered(HasOwner);
    }
}
