namespace Ticketing.Core.Ordering;

/// <summary>Where an order was placed.</summary>
public enum OrderChannel
{
    /// <summary>The site and its API.</summary>
    Web,

    /// <summary>A member sold it at the box office.</summary>
    BoxOffice,
}

/// <content>Where it was placed.</content>
public sealed partial class Order
{
    public OrderChannel Channel { get; private init; }
}
