using System.Text;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>
/// Bad input to every operation of the API gives a problem response, no server error and no change. Operations come from
/// the application's OpenAPI document. PostgreSQL and Redis are those of <see cref="TestServers"/>.
/// </summary>
public abstract class BadInputTest(BadInputShop shop) : IClassFixture<BadInputShop>, IAsyncLifetime
{
    protected BadInputShop Shop => shop;

    private protected Refusals Refusals { get; } = new(shop);

    public async ValueTask InitializeAsync() => await Refusals.BeginAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected async Task<ValidRequest> BeginAsync(ApiOperation operation)
    {
        var valid = await Shop.ValidRequestAsync(operation);
        await Refusals.BeginAsync();
        return valid;
    }

    /// <summary>No response was wrong, and each selected operation refused at least one request.</summary>
    private protected void AssertCovered(Func<ApiOperation, bool> which, bool byPath = false)
    {
        Refusals.AssertNone();
        var expected = Shop.OperationVariants.Where(which).Select(operation => byPath ? operation.Path : operation.Title).ToHashSet();
        Assert.Equal([], expected.Except(Refusals.Refused.Keys.Select(name => byPath ? name.Split(' ')[1] : name)));
    }

    private protected static StringContent? Json(string? body) => body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

    private protected static string Short(string text) => text.Length > 120 ? $"{text[..120]}… ({text.Length})" : text;
}
