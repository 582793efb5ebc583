using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Catalog;
using Ticketing.App.Inventory;
using Ticketing.App.Notifications;
using Ticketing.App.Ordering;
using Ticketing.App.Payments;
using Ticketing.App.Platform;
using Ticketing.App.Seating;
using Ticketing.App.Tickets;
using Ticketing.App.WaitingRoom;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Platform.Embedded;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Infrastructure.WaitingRoom;

var builder = WebApplication.CreateBuilder(args);
await using var servers = await builder.UseEmbeddedServersAsync();

builder.AddPlatform();
builder.AddAccessWeb();
builder.Services.AddBackOffice();
builder.Services.AddSeating();
builder.Services.AddCatalogPages();
builder.Services.AddInventory();
builder.Services.AddSeatMap();
builder.Services.AddInventoryApi();
builder.Services.AddWaitingRoom();
builder.Services.AddWaitingRoomWeb();
builder.Services.AddOrdering();
builder.Services.AddOrderingApi();
builder.AddPayments();
builder.Services.AddTickets();
builder.AddNotificationsWeb();

await using var app = builder.Build();
await app.Services.GetRequiredService<DatabasePreparation>().PrepareAsync(app.Lifetime.ApplicationStopping);

app.UseQueueStatus();
app.UsePlatform();
app.UseAdmissionGuard();

app.MapPlatform();
app.MapAccess();
app.MapSeating();
app.MapInventory();
app.MapCatalog();
app.MapWaitingRoom();
app.MapOrdering();
app.MapPayments();
app.MapTickets();
app.MapNotifications();

await app.RunAsync();
