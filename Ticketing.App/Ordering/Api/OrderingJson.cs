using System.Text.Json.Serialization;

namespace Ticketing.App.Ordering.Api;

/// <summary>Source-generated JSON of the hot endpoint; the others are rare.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlaceOrderRequest))]
[JsonSerializable(typeof(PlacedOrderAnswer))]
internal sealed partial class OrderingJson : JsonSerializerContext;
