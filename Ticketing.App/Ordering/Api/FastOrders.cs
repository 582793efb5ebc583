using System.Text.Json.Serialization.Metadata;
using Ticketing.App.Hosting;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Api;

/// <summary>Orders of guests.</summary>
internal sealed class FastOrders(FastAnswers answers, PlaceOrderWithRetry handler, CheckoutReader checkout, OrderTokens tokens) : IFastRoute
{
    private readonly JsonTypeInfo<PlaceOrderRequest> _request = answers.InfoOf<PlaceOrderRequest>();
    private readonly JsonTypeInfo<PlacedOrderAnswer> _response = answers.InfoOf<PlacedOrderAnswer>();

    public string Pattern => AppUrls.ApiOrders;

    public bool IsAt(PathString path) => string.Equals(path.Value, AppUrls.ApiOrders, StringComparison.OrdinalIgnoreCase);

    public Func<Task>? Read(HttpContext context, ReadOnlySpan<byte> body) =>
        FastAnswers.Read(body, _request) is { } request ? () => AnswerAsync(context, request) : null;

    private async Task AnswerAsync(HttpContext context, PlaceOrderRequest request)
    {
        var result = await OrderingEndpoints.PlaceAsCallerAsync(request, context, handler, checkout, tokens, Caller.Guest);
        await answers.WriteAsync(context, result.Result, _response);
    }
}
