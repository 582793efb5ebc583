using System.Text.Json.Serialization;

namespace Ticketing.App.Ordering.Api;

/// <summary>The shapes of the call that a sale is made of, known at build time; the others are rare.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlaceOrderRequest))]
[JsonSerializable(typeof(PlacedOrderAnswer))]
internal sealed partial class OrderingJson : JsonSerializerContext;
