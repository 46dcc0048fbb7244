@{
    RootModule        = 'SandboxExchange.psm1'
    ModuleVersion     = '1.0.0'
    GUID              = '2f6e5a0d-4a3c-4b5e-9c1f-6d0b6f1d3a02'
    FunctionsToExport = @('New-MailboxImportRequest', 'Get-MailboxImportRequest', 'Get-MailboxImportRequestStatistics',
        'Set-MailboxImportRequest', 'Suspend-MailboxImportRequest', 'Resume-MailboxImportRequest',
        'Remove-MailboxImportRequest', 'Get-Mailbox', 'Get-MailboxStatistics', 'Get-SandboxScenario', 'Add-SandboxCall')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
